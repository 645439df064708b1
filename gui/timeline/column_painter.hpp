// Paints a lane as columns of one pixel, each with the shares of what the lane did stacked from the bottom.
#pragma once

#include "gui/timeline/lane_columns.hpp"

#include <QColor>
#include <QImage>
#include <QRectF>

#include <vector>

class QPainter;

namespace fracbit::gui {

class ColumnPainter {
public:
    /// `colors`: of the kinds of a column; `rest`: of what remains above them. An image on raster devices, rectangles
    /// on others, so that pictures in files stay sharp.
    void paint(QPainter& painter, const QRectF& lane, const std::vector<LaneColumn>& columns,
               const std::vector<QColor>& colors, const QColor& rest);

private:
    QImage image_; ///< of a lane; one for all lanes: new memory is slow
};

} // namespace fracbit::gui

// What the axes of a plot are of, as long as there is room for it: in two lines beside an upright axis, else without a
// part of the name, as the unit is what numbers are read with.
#pragma once

#include "gui/support/qcustomplot.hpp"

#include <QFontMetrics>

#include <map>

namespace fracbit::gui {

/// "area_mm2 (mm²)" in `room` pixels and 1 or 2 lines.
[[nodiscard]] QString fitted_title(const QString& title, const QFontMetrics& font, int room, int lines);

class AxisTitles {
public:
    void set(QCPAxis& axis, const QString& title);
    /// Of axes that are laid out; whether one now takes another room, so that they must be laid out again.
    bool fit();
    /// The whole title, where that at `place` is not; else nothing.
    [[nodiscard]] QString missing_at(QPointF place) const;

private:
    std::map<QCPAxis*, QString> titles_;
};

} // namespace fracbit::gui

#include "gui/timeline/column_painter.hpp"

#include <QPaintEngine>
#include <QPainter>

#include <algorithm>
#include <cmath>

namespace fracbit::gui {
namespace {

bool same_shares(const LaneColumn& a, const LaneColumn& b) {
    constexpr float close = 1e-4F;
    for (std::size_t i = 0; i < a.size(); ++i)
        if (std::abs(a[i] - b[i]) > close) return false;
    return true;
}

/// Columns of one pixel, stacked from the bottom. Painted row by row, because columns of single pixels one by one would
/// touch as many lines of the cache as pixels.
void paint_column_image(const std::vector<LaneColumn>& columns, const std::vector<QColor>& colors, const QColor& rest,
                        QImage& image) {
    const int height = image.height();
    struct Change {
        std::size_t column;
        QRgb color;
    };
    std::vector<std::vector<Change>> changes(static_cast<std::size_t>(height) + 1); // by rows from the bottom
    for (std::size_t i = 0; i < columns.size(); ++i) {
        float sum = 0;
        std::size_t from = 0;
        for (std::size_t kind = 0; kind < colors.size(); ++kind) {
            if (columns[i][kind] <= 0) continue;
            sum += columns[i][kind];
            const auto to = static_cast<std::size_t>(std::lround(std::min(1.0F, sum) * static_cast<float>(height)));
            if (to > from) changes[from].push_back({i, colors[kind].rgb()});
            from = to;
        }
        changes[from].push_back({i, rest.rgb()});
    }
    std::vector<QRgb> line(columns.size());
    for (int row = 0; row < height; ++row) {
        for (const Change& change : changes[static_cast<std::size_t>(row)]) line[change.column] = change.color;
        std::copy(line.begin(), line.end(), reinterpret_cast<QRgb*>(image.scanLine(height - 1 - row)));
    }
}

void paint_column_rectangles(QPainter& painter, const QRectF& lane, const std::vector<LaneColumn>& columns,
                             const std::vector<QColor>& colors, const QColor& rest) {
    painter.fillRect(lane, rest);
    const double width = lane.width() / static_cast<double>(columns.size());
    for (std::size_t from = 0; from < columns.size();) {
        std::size_t to = from + 1;
        while (to < columns.size() && same_shares(columns[to], columns[from])) ++to;
        double bottom = lane.bottom();
        for (std::size_t kind = 0; kind < colors.size(); ++kind) {
            const double height = lane.height() * static_cast<double>(columns[from][kind]);
            if (height <= 0) continue;
            painter.fillRect(QRectF(lane.left() + static_cast<double>(from) * width, bottom - height,
                                    static_cast<double>(to - from) * width, height),
                             colors[kind]);
            bottom -= height;
        }
        from = to;
    }
}

} // namespace

void ColumnPainter::paint(QPainter& painter, const QRectF& lane, const std::vector<LaneColumn>& columns,
                          const std::vector<QColor>& colors, const QColor& rest) {
    if (painter.paintEngine()->type() == QPaintEngine::Raster) {
        const double scale = painter.device()->devicePixelRatioF();
        const QSize size(static_cast<int>(columns.size()), static_cast<int>(std::lround(lane.height() * scale)));
        if (image_.size() != size) image_ = QImage(size, QImage::Format_RGB32);
        paint_column_image(columns, colors, rest, image_);
        image_.setDevicePixelRatio(scale);
        painter.drawImage(lane.topLeft(), image_);
    } else {
        paint_column_rectangles(painter, lane, columns, colors, rest);
    }
}

} // namespace fracbit::gui

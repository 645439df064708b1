#include "gui/explore/parallel_raster.hpp"

#include <algorithm>
#include <cmath>

namespace fracbit::gui {
namespace {

constexpr int most_heights = 256; // that are told apart: pairs of them bound the work for a gap
constexpr int layers = 3;

QRgb over(QRgb below, QRgb color, int alpha) {
    constexpr int full = 255;
    const auto mix = [alpha](int above, int under) { return (above * alpha + under * (full - alpha)) / full; };
    return qRgba(mix(qRed(color), qRed(below)), mix(qGreen(color), qGreen(below)), mix(qBlue(color), qBlue(below)),
                 mix(full, qAlpha(below)));
}

} // namespace

ParallelRaster::ParallelRaster(QSize size, std::vector<int> positions)
    : image_(size, QImage::Format_ARGB32_Premultiplied), positions_(std::move(positions)) {
    image_.fill(Qt::transparent);
}

void ParallelRaster::draw(std::span<const std::vector<float>> shares, std::span<const ParallelLine> lines) {
    for (int layer = 0; layer < layers; ++layer)
        for (std::size_t axis = 0; axis + 1 < positions_.size(); ++axis)
            draw_gap(static_cast<int>(axis), shares[axis], shares[axis + 1], lines, layer);
}

void ParallelRaster::draw_gap(int left, const std::vector<float>& from, const std::vector<float>& to,
                              std::span<const ParallelLine> lines, int layer) {
    const int heights = std::clamp(image_.height(), 2, most_heights);
    joined_.assign(static_cast<std::size_t>(heights) * static_cast<std::size_t>(heights), 0);
    const auto height_of = [heights](float share) {
        return static_cast<std::size_t>(
            std::clamp(static_cast<int>(std::lround(share * static_cast<float>(heights - 1))), 0, heights - 1));
    };
    bool any = false;
    for (std::size_t i = 0; i < lines.size(); ++i) {
        if (lines[i].layer != layer || std::isnan(from[i]) || std::isnan(to[i])) continue;
        joined_[height_of(from[i]) * static_cast<std::size_t>(heights) + height_of(to[i])] =
            lines[i].color | 0xff000000U;
        any = true;
    }
    if (!any) return;
    const double step = static_cast<double>(image_.height() - 1) / (heights - 1);
    const int x0 = positions_[static_cast<std::size_t>(left)], x1 = positions_[static_cast<std::size_t>(left) + 1];
    for (int a = 0; a < heights; ++a)
        for (int b = 0; b < heights; ++b)
            if (const QRgb color = joined_[static_cast<std::size_t>(a * heights + b)]; color != 0)
                draw_line(x0, (heights - 1 - a) * step, x1, (heights - 1 - b) * step, color);
}

void ParallelRaster::draw_line(int x0, double y0, int x1, double y1, QRgb color) {
    constexpr int alpha = 150; // lines below shine through
    const double slope = (y1 - y0) / std::max(1, x1 - x0);
    int last = static_cast<int>(std::lround(y0));
    auto* bits = reinterpret_cast<QRgb*>(image_.bits());
    const auto width = static_cast<std::ptrdiff_t>(image_.bytesPerLine() / 4);
    for (int x = std::max(0, x0); x < std::min(x1, image_.width()); ++x) {
        const int y = std::clamp(static_cast<int>(std::lround(y0 + slope * (x + 1 - x0))), 0, image_.height() - 1);
        const auto [top, bottom] = std::minmax(last, y); // steep lines have no gaps
        for (int row = top; row <= bottom; ++row) {
            QRgb& pixel = bits[row * width + x];
            pixel = over(pixel, color, alpha);
        }
        last = y;
    }
}

} // namespace fracbit::gui

#include "gui/explore/parallel_raster.hpp"

#include <algorithm>
#include <cmath>

namespace fracbit::gui {
namespace {

/// A quarter of what is below shines through.
QRgb mixed(QRgb below, QRgb color) {
    constexpr QRgb without_lowest = 0xfcfcfcfcU;
    if (below == 0) return color;
    return (((below & without_lowest) >> 2) + color - ((color & without_lowest) >> 2)) | 0xff000000U;
}

} // namespace

ParallelRaster::ParallelRaster(QSize size, std::vector<int> positions)
    : image_(size, QImage::Format_ARGB32_Premultiplied), positions_(std::move(positions)) {
    image_.fill(Qt::transparent);
}

std::uint8_t ParallelRaster::height_of(double share) {
    if (std::isnan(share)) return nowhere;
    return static_cast<std::uint8_t>(std::lround(std::clamp(share, 0.0, 1.0) * (heights - 1)));
}

void ParallelRaster::draw(std::span<const std::vector<std::uint8_t>> at, std::span<const ParallelLine> lines) {
    for (std::size_t axis = 0; axis + 1 < positions_.size(); ++axis)
        draw_gap(static_cast<int>(axis), at[axis], at[axis + 1], lines);
}

void ParallelRaster::draw_gap(int left, const std::vector<std::uint8_t>& from, const std::vector<std::uint8_t>& to,
                              std::span<const ParallelLine> lines) {
    // The last line of each pair of heights counts, and pairs are painted in the order of their last lines.
    constexpr auto pairs = static_cast<std::size_t>(heights) * heights;
    joined_.assign(pairs, -1);
    for (std::size_t i = 0; i < lines.size(); ++i) {
        const auto row = static_cast<std::size_t>(lines[i].row);
        if (from[row] == nowhere || to[row] == nowhere) continue;
        joined_[static_cast<std::size_t>(from[row]) * heights + to[row]] = static_cast<int>(i);
    }
    const double step = static_cast<double>(image_.height() - 1) / (heights - 1);
    const int x0 = positions_[static_cast<std::size_t>(left)], x1 = positions_[static_cast<std::size_t>(left) + 1];
    for (std::size_t i = 0; i < lines.size(); ++i) {
        const auto row = static_cast<std::size_t>(lines[i].row);
        const int a = from[row], b = to[row];
        if (a == nowhere || b == nowhere ||
            joined_[static_cast<std::size_t>(a) * heights + static_cast<std::size_t>(b)] != static_cast<int>(i))
            continue;
        draw_line(x0, (heights - 1 - a) * step, x1, (heights - 1 - b) * step, lines[i].color | 0xff000000U);
    }
}

void ParallelRaster::draw_line(int x0, double y0, int x1, double y1, QRgb color) {
    constexpr int fraction = 16; // bits of heights in fixed point
    constexpr double one = 1 << fraction;
    const auto slope = static_cast<std::int64_t>((y1 - y0) / std::max(1, x1 - x0) * one);
    auto at = static_cast<std::int64_t>((y0 + 0.5) * one);
    auto last = static_cast<int>(at >> fraction);
    auto* bits = reinterpret_cast<QRgb*>(image_.bits());
    const auto width = static_cast<std::ptrdiff_t>(image_.bytesPerLine() / 4);
    for (int x = x0; x < std::min(x1, image_.width()); ++x) {
        at += slope;
        const int y = std::clamp(static_cast<int>(at >> fraction), 0, image_.height() - 1);
        const int top = std::min(last, y), bottom = std::max(last, y); // steep lines have no gaps
        for (int row = top; row <= bottom; ++row) {
            QRgb& pixel = bits[row * width + x];
            pixel = mixed(pixel, color);
        }
        last = y;
    }
}

} // namespace fracbit::gui

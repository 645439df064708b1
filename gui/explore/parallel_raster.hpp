// Polylines of many points between neighbouring axes, painted into an image. Points that join the same two heights are
// one line, so the work for an image is bounded by its size; what is left for each point is to find its heights.
#pragma once

#include <QImage>

#include <cstdint>
#include <span>
#include <vector>

namespace fracbit::gui {

struct ParallelLine {
    QRgb color = 0;
    int row = 0;
};

class ParallelRaster {
public:
    /// `positions`: x of each axis, ascending, pixels.
    ParallelRaster(QSize size, std::vector<int> positions);
    /// Heights that are told apart: pairs of them bound the work for a gap.
    static constexpr int heights = 255;
    static constexpr std::uint8_t nowhere = 255;
    /// A share 0 (bottom) .. 1 (top) as a height, outside clipped; not a number is nowhere.
    [[nodiscard]] static std::uint8_t height_of(double share);

    /// `at[a][row]`: height of that row's line on axis a; a line ends where it is nowhere.
    void draw(std::span<const std::vector<std::uint8_t>> at, std::span<const ParallelLine> lines);
    [[nodiscard]] const QImage& image() const { return image_; }

private:
    void draw_gap(int left, const std::vector<std::uint8_t>& from, const std::vector<std::uint8_t>& to,
                  std::span<const ParallelLine> lines);
    void draw_line(int x0, double y0, int x1, double y1, QRgb color);
    QImage image_;
    std::vector<int> positions_;
    std::vector<int> joined_; // by pair of heights: the last line of them, -1: none
};

} // namespace fracbit::gui

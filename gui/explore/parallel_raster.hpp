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
    std::uint8_t layer = 0; ///< those of higher layers lie above
};

class ParallelRaster {
public:
    /// `positions`: x of each axis, ascending, pixels.
    ParallelRaster(QSize size, std::vector<int> positions);
    /// `shares[a][i]`: height of line i on axis a, 0 at the bottom, 1 at the top; a line ends where it is not a number.
    void draw(std::span<const std::vector<float>> shares, std::span<const ParallelLine> lines);
    [[nodiscard]] const QImage& image() const { return image_; }

private:
    void draw_gap(int left, const std::vector<float>& from, const std::vector<float>& to,
                  std::span<const ParallelLine> lines, int layer);
    void draw_line(int x0, double y0, int x1, double y1, QRgb color);
    QImage image_;
    std::vector<int> positions_;
    std::vector<QRgb> joined_; // by pair of heights: colour, 0 where no line is
};

} // namespace fracbit::gui

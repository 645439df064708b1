// Many small marks painted into an image. A mark costs what its pixels cost, and one that lies exactly on an equal one
// costs nothing: 100,000 take a few milliseconds (docs/gui.md; bench/gui_bench).
#pragma once

#include <QImage>

#include <cstdint>
#include <span>
#include <vector>

namespace fracbit::gui {

enum class MarkShape : std::uint8_t { disc, square, triangle, cross };
inline constexpr int mark_shapes = 4;

struct Mark {
    float x = 0, y = 0; ///< centre, pixels of the image
    QRgb color = 0;
    float radius = 3; ///< pixels of the image, to a quarter
    MarkShape shape = MarkShape::disc;
    bool ring = false; ///< outlined
};

class PointRaster {
public:
    /// Transparent at first. `ring`: colour of outlines.
    PointRaster(QSize size, QRgb ring);
    PointRaster(const PointRaster&) = delete;
    PointRaster& operator=(const PointRaster&) = delete;
    /// Later marks lie above earlier ones; marks outside are clipped. Coordinates that are no numbers are left out.
    void draw(std::span<const Mark> marks);
    [[nodiscard]] const QImage& image() const { return image_; }

private:
    struct Sprite { ///< how much of each pixel a mark covers, 0 .. 255
        int half = 0;
        std::vector<std::uint8_t> fill, outline;
    };
    const Sprite& sprite(const Mark& mark);
    void stamp(const Mark& mark, const Sprite& sprite, int x, int y);

    QImage image_; // premultiplied
    QRgb* pixels_ = nullptr;
    std::ptrdiff_t stride_ = 0; // pixels of a line
    QRgb ring_;
    std::vector<std::uint32_t> last_; // by pixel: what was centred here last
    std::vector<Sprite> sprites_;     // by shape and radius
};

} // namespace fracbit::gui

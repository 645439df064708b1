#include "gui/explore/point_raster.hpp"

#include <QPainter>
#include <QPainterPath>

#include <algorithm>
#include <cmath>

namespace fracbit::gui {
namespace {

constexpr int steps = 4;        // of a radius, in a pixel
constexpr int most_radius = 32; // pixels
constexpr int sprite_count = mark_shapes * most_radius * steps;

int radius_steps(float radius) {
    return std::clamp(static_cast<int>(std::lround(radius * steps)), steps, most_radius * steps - 1);
}

QPainterPath outline_of(MarkShape shape, double center, double radius) {
    QPainterPath path;
    constexpr double square_side = 0.88, triangle_height = 1.15, triangle_base = 1.05, bar = 0.45; // areas look alike
    const double side = radius * square_side, height = radius * triangle_height, base = radius * triangle_base;
    switch (shape) {
    case MarkShape::disc:
        path.addEllipse(QPointF(center, center), radius, radius);
        break;
    case MarkShape::square:
        path.addRect(center - side, center - side, 2 * side, 2 * side);
        break;
    case MarkShape::triangle:
        path.addPolygon(QPolygonF({{center, center - height},
                                   {center + base, center + height * 0.75},
                                   {center - base, center + height * 0.75},
                                   {center, center - height}}));
        break;
    case MarkShape::cross:
        path.addRect(center - radius, center - bar * radius, 2 * radius, 2 * bar * radius);
        path.addRect(center - bar * radius, center - radius, 2 * bar * radius, 2 * radius);
        path.setFillRule(Qt::WindingFill);
        break;
    }
    return path;
}

std::vector<std::uint8_t> coverage(int side, const QPainterPath& path, bool outline, double width) {
    QImage image(side, side, QImage::Format_ARGB32_Premultiplied);
    image.fill(Qt::transparent);
    QPainter painter(&image);
    painter.setRenderHint(QPainter::Antialiasing);
    if (outline)
        painter.strokePath(path, QPen(Qt::white, width));
    else
        painter.fillPath(path, Qt::white);
    painter.end();
    std::vector<std::uint8_t> alpha;
    for (int y = 0; y < side; ++y)
        for (int x = 0; x < side; ++x) alpha.push_back(static_cast<std::uint8_t>(qAlpha(image.pixel(x, y))));
    return alpha;
}

QRgb blend(QRgb below, QRgb color, std::uint32_t alpha) {
    constexpr std::uint32_t full = 255;
    const std::uint32_t rest = full - alpha;
    const auto mix = [alpha, rest](int above, int under) {
        return static_cast<int>(
            (static_cast<std::uint32_t>(above) * alpha + static_cast<std::uint32_t>(under) * rest + full / 2) / full);
    };
    return qRgba(mix(qRed(color), qRed(below)), mix(qGreen(color), qGreen(below)), mix(qBlue(color), qBlue(below)),
                 mix(static_cast<int>(full), qAlpha(below)));
}

std::uint32_t key_of(const Mark& mark) {
    return (mark.color * 2654435761U) ^ (static_cast<std::uint32_t>(radius_steps(mark.radius)) << 3) ^
           (static_cast<std::uint32_t>(mark.shape) << 1) ^ static_cast<std::uint32_t>(mark.ring) ^ 0x9e3779b9U;
}

} // namespace

PointRaster::PointRaster(QSize size, QRgb ring)
    : image_(size, QImage::Format_ARGB32_Premultiplied), ring_(ring),
      last_(static_cast<std::size_t>(size.width()) * static_cast<std::size_t>(size.height())), sprites_(sprite_count) {
    image_.fill(Qt::transparent);
    pixels_ = reinterpret_cast<QRgb*>(image_.bits());
    stride_ = image_.bytesPerLine() / static_cast<qsizetype>(sizeof(QRgb));
}

const PointRaster::Sprite& PointRaster::sprite(const Mark& mark) {
    const int wanted = radius_steps(mark.radius);
    Sprite& made = sprites_[static_cast<std::size_t>(static_cast<int>(mark.shape) * most_radius * steps + wanted)];
    if (!made.fill.empty()) return made;
    const double radius = static_cast<double>(wanted) / steps;
    constexpr double outline_share = 0.35, least_outline = 1;
    const double width = std::max(least_outline, radius * outline_share);
    made.half = static_cast<int>(std::ceil(radius * 1.2 + width));
    const int side = 2 * made.half + 1;
    const QPainterPath path = outline_of(mark.shape, made.half + 0.5, radius);
    made.fill = coverage(side, path, false, 0);
    made.outline = coverage(side, path, true, width);
    return made;
}

void PointRaster::stamp(const Mark& mark, const Sprite& sprite, int x, int y) {
    const int side = 2 * sprite.half + 1;
    const int left = std::max(0, sprite.half - x), right = std::min(side, image_.width() + sprite.half - x);
    const int top = std::max(0, sprite.half - y), bottom = std::min(side, image_.height() + sprite.half - y);
    const auto paint = [&](const std::vector<std::uint8_t>& alpha, QRgb color) {
        for (int row = top; row < bottom; ++row) {
            QRgb* line = pixels_ + static_cast<std::ptrdiff_t>(y + row - sprite.half) * stride_ + (x - sprite.half);
            const std::uint8_t* covered = alpha.data() + static_cast<std::ptrdiff_t>(row) * side;
            for (int column = left; column < right; ++column)
                if (covered[column] == 255)
                    line[column] = color | 0xff000000U;
                else if (covered[column] != 0)
                    line[column] = blend(line[column], color, covered[column]);
        }
    };
    paint(sprite.fill, mark.color);
    if (mark.ring) paint(sprite.outline, ring_);
}

void PointRaster::draw(std::span<const Mark> marks) {
    for (const Mark& mark : marks) {
        const float margin = 2 * mark.radius + 4;
        if (!(mark.x > -margin && mark.y > -margin && mark.x < static_cast<float>(image_.width()) + margin &&
              mark.y < static_cast<float>(image_.height()) + margin))
            continue;
        const int x = static_cast<int>(std::floor(mark.x)), y = static_cast<int>(std::floor(mark.y));
        if (x >= 0 && y >= 0 && x < image_.width() && y < image_.height()) {
            std::uint32_t& last = last_[static_cast<std::size_t>(y) * static_cast<std::size_t>(image_.width()) +
                                        static_cast<std::size_t>(x)];
            const std::uint32_t key = key_of(mark);
            if (last == key) continue;
            last = key;
        }
        stamp(mark, sprite(mark), x, y);
    }
}

} // namespace fracbit::gui

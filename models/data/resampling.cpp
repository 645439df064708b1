#include "models/data/resampling.hpp"

#include <algorithm>
#include <cmath>
#include <vector>

namespace fracbit::models {
namespace {

constexpr int weight_bits = 15, box_draws = 10;
constexpr double least_area = 0.08, widest_ratio = 4.0 / 3.0;

/// Old pixels [first, first + weights.size()) that one new pixel is made of.
struct PixelMix {
    std::int64_t first = 0;
    std::vector<std::int32_t> weights; ///< sum 2^15
};

PixelMix mix_of(double middle, double reach, std::int64_t begin, std::int64_t end) {
    const auto first = std::max<std::int64_t>(begin, std::llround(std::floor(middle - reach)));
    const auto last = std::min<std::int64_t>(end - 1, std::llround(std::ceil(middle + reach)));
    std::vector<double> shares;
    double sum = 0;
    for (std::int64_t i = first; i <= last; ++i) {
        shares.push_back(std::max(0.0, 1 - std::abs(static_cast<double>(i) + 0.5 - middle) / reach));
        sum += shares.back();
    }
    PixelMix mix{first, {}};
    std::int32_t left = 1 << weight_bits;
    for (const double share : shares) {
        mix.weights.push_back(static_cast<std::int32_t>(std::lround(share / sum * (1 << weight_bits))));
        left -= mix.weights.back();
    }
    *std::max_element(mix.weights.begin(), mix.weights.end()) += left;
    return mix;
}

/// One for each of `count` new pixels of [from, from + length) in a row of `size`.
std::vector<PixelMix> mixes(double from, double length, std::int64_t size, std::int64_t count) {
    const double scale = length / static_cast<double>(count), reach = std::max(1.0, scale);
    const auto begin = std::clamp<std::int64_t>(std::llround(std::floor(from)), 0, size - 1);
    const auto end = std::clamp<std::int64_t>(std::llround(std::ceil(from + length)), begin + 1, size);
    std::vector<PixelMix> all;
    for (std::int64_t i = 0; i < count; ++i)
        all.push_back(mix_of(from + (static_cast<double>(i) + 0.5) * scale, reach, begin, end));
    return all;
}

std::uint8_t mixed(const PixelMix& mix, const std::uint8_t* values, std::int64_t stride) {
    std::int32_t sum = 1 << (weight_bits - 1);
    for (const std::int32_t weight : mix.weights) {
        sum += weight * *values;
        values += stride;
    }
    return static_cast<std::uint8_t>(std::clamp(sum >> weight_bits, 0, 255));
}

} // namespace

ImageBox centre_box(const RgbImage& image, double share) {
    const auto width = static_cast<double>(image.width), height = static_cast<double>(image.height);
    const double side = share * std::min(width, height);
    return {(width - side) / 2, (height - side) / 2, side, side};
}

ImageBox random_box(const RgbImage& image, Random& random) {
    const auto width = static_cast<double>(image.width), height = static_cast<double>(image.height);
    const double spread = std::log(widest_ratio);
    for (int draw = 0; draw < box_draws; ++draw) {
        const double area = width * height * (least_area + (1 - least_area) * random.uniform());
        const double ratio = std::exp(spread * (2 * random.uniform() - 1));
        const std::int64_t w = std::llround(std::sqrt(area * ratio)), h = std::llround(std::sqrt(area / ratio));
        if (w < 1 || h < 1 || w > image.width || h > image.height) continue;
        const std::uint64_t left = random.below(static_cast<std::uint64_t>(image.width - w + 1));
        const std::uint64_t top = random.below(static_cast<std::uint64_t>(image.height - h + 1));
        return {static_cast<double>(left), static_cast<double>(top), static_cast<double>(w), static_cast<double>(h)};
    }
    const double w = std::min(width, std::round(height * widest_ratio));
    const double h = std::min(height, std::round(width * widest_ratio));
    return {std::floor((width - w) / 2), std::floor((height - h) / 2), w, h};
}

void resample(const RgbImage& image, const ImageBox& box, std::int64_t width, std::int64_t height, bool mirrored,
              std::span<std::uint8_t> pixels) {
    const auto across = mixes(box.left, box.width, image.width, width);
    const auto down = mixes(box.top, box.height, image.height, height);
    const std::int64_t first_row = down.front().first,
                       rows = down.back().first + static_cast<std::int64_t>(down.back().weights.size()) - first_row;
    std::vector<std::uint8_t> narrowed(static_cast<std::size_t>(rows * width * 3)); // [row][column][channel]
    std::uint8_t* to = narrowed.data();
    for (std::int64_t row = first_row; row < first_row + rows; ++row)
        for (const PixelMix& mix : across)
            for (std::int64_t channel = 0; channel < 3; ++channel)
                *to++ = mixed(mix, image.pixels.data() + (row * image.width + mix.first) * 3 + channel, 3);
    auto out = pixels.begin();
    for (std::int64_t channel = 0; channel < 3; ++channel)
        for (const PixelMix& mix : down)
            for (std::int64_t column = 0; column < width; ++column) {
                const std::int64_t from = mirrored ? width - 1 - column : column;
                *out++ =
                    mixed(mix, narrowed.data() + ((mix.first - first_row) * width + from) * 3 + channel, width * 3);
            }
}

} // namespace fracbit::models

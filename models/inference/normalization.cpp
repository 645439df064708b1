#include "models/inference/rescale.hpp"
#include "models/inference/vector_layers.hpp"

#include <cmath>

namespace fracbit::models {
namespace {

/// The channels at one place; neighbours are one image apart.
struct Vector {
    const std::uint8_t* input;
    std::uint8_t* output;
    std::int64_t elements, stride;
    [[nodiscard]] std::int64_t at(std::int64_t k) const { return input[k * stride]; }
};

void softmax(const QuantizedLayer& quantized, const Vector& vector) {
    std::int64_t largest = 0;
    for (std::int64_t k = 0; k < vector.elements; ++k) largest = std::max(largest, vector.at(k));
    const auto exponential = [&](std::int64_t k) {
        const auto entry = static_cast<std::size_t>(2 * (largest - vector.at(k)));
        return quantized.table[entry] + std::uint64_t{256} * quantized.table[entry + 1];
    };
    std::uint64_t sum = 0;
    for (std::int64_t k = 0; k < vector.elements; ++k) sum += exponential(k);
    for (std::int64_t k = 0; k < vector.elements; ++k)
        vector.output[k * vector.stride] = static_cast<std::uint8_t>((255 * exponential(k) + sum / 2) / sum);
}

/// d / sqrt(v) with 12 fractional bits; `root` = floor(sqrt(2^16 * v)).
std::int64_t normalized(std::int64_t d, std::uint64_t root) {
    if (root == 0) return 0;
    const auto magnitude = static_cast<std::uint64_t>(d < 0 ? -d : d);
    const auto quotient = static_cast<std::int64_t>(((magnitude << 20) + root / 2) / root);
    return d < 0 ? -quotient : quotient;
}

void norm(const Layer& layer, const QuantizedLayer& quantized, const Vector& vector) {
    const bool centred = layer.kind == LayerKind::layer_norm;
    const std::int64_t origin = centred ? 0 : quantized.input_zero_point;
    const std::int64_t n = vector.elements;
    std::int64_t sum = 0, squares = 0;
    for (std::int64_t k = 0; k < n; ++k) {
        const std::int64_t value = vector.at(k) - origin;
        sum += value;
        squares += value * value;
    }
    if (!centred) sum = 0; // the root mean square keeps the mean
    const auto spread = static_cast<std::uint64_t>(n * squares - sum * sum);
    const std::uint64_t root = integer_square_root(spread << 16);
    const Rescaling& rescaling = quantized.rescaling;
    for (std::int64_t k = 0; k < n; ++k) {
        const auto c = static_cast<std::size_t>(k);
        const std::int64_t x = normalized(n * (vector.at(k) - origin) - sum, root);
        vector.output[k * vector.stride] = rescale(rescaling, rescaling.multipliers[0][c] * x + rescaling.offsets[c]);
    }
}

} // namespace

std::uint64_t integer_square_root(std::uint64_t value) {
    constexpr std::uint64_t largest = 0xffffffffU; // its square still fits
    auto root = static_cast<std::uint64_t>(std::sqrt(static_cast<double>(value)));
    root = std::min(root, largest);
    // The double is off by one at most; settle it exactly.
    while (root * root > value) --root;
    while (root < largest && (root + 1) * (root + 1) <= value) ++root;
    return root;
}

Activations run_normalization(const Layer& layer, const QuantizedLayer& quantized,
                              std::span<const std::uint8_t> input) {
    Activations output(input.size());
    const std::int64_t pixels = layer.input.height * layer.input.width;
    const std::int64_t rows = static_cast<std::int64_t>(input.size()) / layer.input.elements();
    for (std::int64_t row = 0; row < rows; ++row)
        for (std::int64_t pixel = 0; pixel < pixels; ++pixel) {
            const std::int64_t first = row * layer.input.elements() + pixel;
            const Vector vector{input.data() + first, output.data() + first, layer.input.channels, pixels};
            if (layer.kind == LayerKind::softmax)
                softmax(quantized, vector);
            else
                norm(layer, quantized, vector);
        }
    return output;
}

} // namespace fracbit::models

#include "models/inference/range_check.hpp"

#include "models/core/error.hpp"
#include "models/inference/shift_codes.hpp"

#include <cstdlib>
#include <fmt/format.h>
#include <limits>

namespace fracbit::models {
namespace {

constexpr std::int64_t largest_activation = 255;
constexpr std::int64_t accumulator_limit = std::numeric_limits<std::int32_t>::max();
constexpr std::int64_t normalized_bound = std::int64_t{1} << 21; // |x^| <= 2^12 * sqrt(65,536) and a little

bool is_norm(LayerKind kind) { return kind == LayerKind::layer_norm || kind == LayerKind::rms_norm; }

bool uses_rescaling(LayerKind kind) {
    return kind != LayerKind::max_pool && kind != LayerKind::softmax && kind != LayerKind::lookup;
}

[[noreturn]] void refuse(const Layer& layer, const std::string& problem) {
    throw ConfigError(fmt::format("layer '{}' ({}): {}", layer.name, to_string(layer.kind), problem));
}

template <class Container>
void expect_size(const Layer& layer, const char* what, const Container& found, std::int64_t wanted) {
    if (static_cast<std::int64_t>(found.size()) != wanted)
        refuse(layer, fmt::format("{} has {} entries, must have {}", what, found.size(), wanted));
}

void check_weights(const Layer& layer, const QuantizedLayer& quantized) {
    if (quantized.q() < 1) refuse(layer, "no weight planes, must have at least 1");
    if (is_shift(quantized.format)) {
        expect_size(layer, "planes of shift weights", quantized.planes, 1);
        if (quantized.shift_bits < 1 || quantized.shift_bits > most_shift_bits)
            refuse(layer,
                   fmt::format("shift weights have {} bits, must have 1 to {}", quantized.shift_bits, most_shift_bits));
    }
    if (quantized.format != WeightFormat::dense8) return;
    expect_size(layer, "planes of dense8 weights", quantized.planes, 1);
    expect_size(layer, "dense", quantized.dense, layer.weights());
}

void check_rescaling(const Layer& layer, const QuantizedLayer& quantized) {
    const Rescaling& rescaling = quantized.rescaling;
    const std::int64_t channels = layer.output().channels;
    expect_size(layer, "multipliers", rescaling.multipliers, runs_on_array(layer.kind) ? quantized.q() : 1);
    for (const auto& plane : rescaling.multipliers) expect_size(layer, "a plane's multipliers", plane, channels);
    expect_size(layer, "offsets", rescaling.offsets, channels);
    if (rescaling.shift < 1 || rescaling.shift > 62)
        refuse(layer, fmt::format("shift is {}, must be 1 to 62", rescaling.shift));
    if (rescaling.low > rescaling.high)
        refuse(layer, fmt::format("the clamp's low end {} is above its high end {}", rescaling.low, rescaling.high));
}

void check_table(const Layer& layer, const QuantizedLayer& quantized) {
    if (layer.kind == LayerKind::lookup) expect_size(layer, "table", quantized.table, 256);
    if (layer.kind != LayerKind::softmax) return;
    expect_size(layer, "table", quantized.table, 512);
    if (quantized.table[0] == 0 && quantized.table[1] == 0) refuse(layer, "the exponential of 0 is 0 in its table");
}

/// |x| without overflow, as a wide number: sums of a few of these fit 128 bits with ease.
__extension__ using Wide = __int128;
Wide magnitude(std::int64_t x) { return x < 0 ? -static_cast<Wide>(x) : static_cast<Wide>(x); }

} // namespace

std::int64_t accumulator_bound(const Layer& layer, const QuantizedLayer& quantized, int plane, std::int64_t c) {
    if (runs_on_array(layer.kind)) {
        const std::int64_t reduction = layer.reduction();
        // Whatever the weights are: the bound is that of their bits.
        if (is_shift(quantized.format))
            return largest_activation * largest_shift_code(quantized.shift_bits) * reduction;
        if (quantized.format != WeightFormat::dense8) return largest_activation * reduction;
        std::int64_t sum = 0;
        const auto* row = quantized.dense.data() + c * reduction;
        for (std::int64_t k = 0; k < reduction; ++k) sum += std::abs(int{row[k]});
        return plane == 0 ? largest_activation * sum : 0;
    }
    switch (layer.kind) {
    case LayerKind::average_pool:
        return largest_activation * layer.kernel_height * layer.kernel_width;
    case LayerKind::global_average_pool:
        return largest_activation * layer.input.height * layer.input.width;
    case LayerKind::lookup:
        return 128 * largest_activation;
    default:
        return is_norm(layer.kind) ? normalized_bound : largest_activation;
    }
}

void check_fields(const Layer& layer, const QuantizedLayer& quantized) {
    if (runs_on_array(layer.kind)) check_weights(layer, quantized);
    if (layer.residual && !runs_on_array(layer.kind) && layer.kind != LayerKind::add)
        refuse(layer, "takes no residual operand; only array layers and add do");
    if (is_norm(layer.kind) && layer.input.channels > 65536)
        refuse(layer, fmt::format("normalizes {} elements at once, at most 65536 are allowed", layer.input.channels));
    check_table(layer, quantized);
    if (uses_rescaling(layer.kind)) check_rescaling(layer, quantized);
}

void check_ranges(const Layer& layer, const QuantizedLayer& quantized) {
    check_fields(layer, quantized);
    if (!uses_rescaling(layer.kind)) return;
    const Rescaling& rescaling = quantized.rescaling;
    for (std::int64_t c = 0; c < layer.output().channels; ++c) {
        const auto channel = static_cast<std::size_t>(c);
        Wide sum =
            magnitude(rescaling.residual_multiplier) * largest_activation + magnitude(rescaling.offsets[channel]);
        sum += Wide{1} << (rescaling.shift - 1);
        for (std::size_t i = 0; i < rescaling.multipliers.size(); ++i) {
            const std::int64_t bound = accumulator_bound(layer, quantized, static_cast<int>(i), c);
            if (bound > accumulator_limit)
                refuse(layer,
                       fmt::format("the accumulator of channel {} can reach {}, a 32-bit one holds {}; split the "
                                   "reduction of {}",
                                   c, bound, accumulator_limit, layer.reduction()));
            sum += magnitude(rescaling.multipliers[i][channel]) * bound;
        }
        if (sum > std::numeric_limits<std::int64_t>::max())
            refuse(layer,
                   fmt::format("the rescaled sum of channel {} can reach {:.4g}, 64 bits hold {}; use a smaller "
                               "shift than {}",
                               c, static_cast<double>(sum), std::numeric_limits<std::int64_t>::max(), rescaling.shift));
    }
}

} // namespace fracbit::models

#include "models/inference/synthetic_rescaling.hpp"

#include <algorithm>
#include <cmath>

namespace fracbit::models {
namespace {

constexpr double dense_weight_rms = 73.6; // of uniform -127..127
constexpr double normalized_one = 4096;   // 1.0 in the norms' fixed point

double full_scale(int bits) { return (1 << bits) - 1; }

/// Standard deviation that outputs are scaled to: a quarter of the range.
double target_deviation(int bits) { return full_scale(bits) / 4; }

/// Of evenly drawn bits: all exponents are as frequent.
double shift_weight_rms(int bits) {
    const int exponents = 1 << (bits - 1);
    double sum = 0;
    for (int e = 0; e < exponents; ++e) sum += std::ldexp(1.0, 2 * e);
    return std::sqrt(sum / exponents);
}

/// Deviation of the accumulators of a layer, all planes together, for inputs of this size.
double accumulated(const Layer& layer, const QuantizedLayer& quantized, double input_rms) {
    switch (layer.kind) {
    case LayerKind::conv:
    case LayerKind::linear:
    case LayerKind::attention: {
        const double weight = quantized.format == WeightFormat::dense8 ? dense_weight_rms
                              : is_shift(quantized.format)             ? shift_weight_rms(quantized.shift_bits)
                                                                       : 1;
        return weight * input_rms * std::sqrt(static_cast<double>(layer.reduction()) * quantized.q());
    }
    case LayerKind::layer_norm:
    case LayerKind::rms_norm:
        return normalized_one;
    default:
        return input_rms;
    }
}

/// exp(-d/16): scores 16 steps apart differ by a factor e.
std::vector<std::uint8_t> exponential_table() {
    std::vector<std::uint8_t> table;
    for (int d = 0; d < 256; ++d) {
        const auto entry = static_cast<unsigned>(std::llround(65535 * std::exp(-d / 16.0)));
        table.push_back(static_cast<std::uint8_t>(entry & 0xff));
        table.push_back(static_cast<std::uint8_t>(entry >> 8));
    }
    return table;
}

/// A logistic curve over the stored values, from 0 to the full scale.
std::vector<std::uint8_t> logistic_table(int bits) {
    std::vector<std::uint8_t> table;
    table.reserve(256);
    const double middle = full_scale(bits) / 2;
    for (int a = 0; a < 256; ++a)
        table.push_back(
            static_cast<std::uint8_t>(std::llround(full_scale(bits) / (1 + std::exp(-(a - middle) / middle * 4)))));
    return table;
}

bool has_two_operands(const Layer& layer) { return layer.residual || layer.kind == LayerKind::add; }

/// Standard deviation that one operand contributes to the output.
double share_of_operand(const Layer& layer, int bits) {
    return has_two_operands(layer) ? target_deviation(bits) / std::sqrt(2.0) : target_deviation(bits);
}

/// Multipliers around `gain` and offsets around 0, every channel and plane a little different, so that a mix-up shows.
void draw_factors(const Layer& layer, int q, double gain, double offset, Random& random, Rescaling& rescaling) {
    const auto planes = runs_on_array(layer.kind) ? static_cast<std::size_t>(q) : 1;
    const auto channels = static_cast<std::size_t>(layer.output().channels);
    rescaling.multipliers.assign(planes, std::vector<std::int32_t>(channels));
    for (auto& plane : rescaling.multipliers)
        for (auto& m : plane) m = static_cast<std::int32_t>(std::llround(gain * (0.75 + 0.5 * random.uniform())));
    rescaling.offsets.resize(channels);
    for (auto& b : rescaling.offsets) b = std::llround(offset * (random.uniform() - 0.5));
}

/// Inputs that a layer adds up without codes; 0 for other layers.
std::int64_t plain_sum(const Layer& layer) {
    if (layer.kind == LayerKind::average_pool) return layer.kernel_height * layer.kernel_width;
    if (layer.kind == LayerKind::global_average_pool) return layer.input.height * layer.input.width;
    return layer.kind == LayerKind::add ? 1 : 0;
}

/// Takes the input's zero point out of plain sums; random codes nearly cancel it themselves.
void subtract_zero_point(std::int64_t inputs, std::uint8_t zero_point, Rescaling& rescaling) {
    for (std::size_t c = 0; c < rescaling.offsets.size(); ++c)
        rescaling.offsets[c] -= inputs * zero_point * rescaling.multipliers[0][c];
}

/// Output per unit of an accumulator. Pools keep the size of their inputs.
double gain_of(const Layer& layer, const QuantizedLayer& quantized, double input_rms, int bits) {
    if (layer.kind != LayerKind::add && plain_sum(layer) > 0) return 1.0 / static_cast<double>(plain_sum(layer));
    return share_of_operand(layer, bits) / std::max(1.0, accumulated(layer, quantized, input_rms));
}

} // namespace

ActivationSize synthetic_input_size(const Network& network, int i, int bits) {
    const int source = network.source_of(i);
    if (source < 0) return {0, full_scale(bits) / std::sqrt(3.0)}; // uniform
    return synthetic_output_size(network, source, bits);
}

ActivationSize synthetic_output_size(const Network& network, int i, int bits) {
    const Layer& layer = network.layers[static_cast<std::size_t>(i)];
    const double deviation = target_deviation(bits);
    switch (layer.kind) {
    case LayerKind::max_pool:
    case LayerKind::average_pool:
    case LayerKind::global_average_pool:
        return synthetic_input_size(network, i, bits);
    case LayerKind::softmax:
        return {0, std::max(1.0, full_scale(8) / std::sqrt(static_cast<double>(layer.input.channels)))};
    case LayerKind::lookup:
        return {0, full_scale(bits) / std::sqrt(3.0)};
    default:
        break;
    }
    // A residual operand behind a ReLU is positive: the ReLU then cuts little.
    if (layer.relu) return {0, has_two_operands(layer) ? deviation : deviation / std::sqrt(2.0)};
    const auto middle = static_cast<std::uint8_t>(1 << (bits - 1));
    return {middle, std::hypot(deviation, middle)};
}

void draw_rescaling(const Network& network, int i, int bits, Random& random, QuantizedLayer& quantized,
                    double density) {
    const Layer& layer = network.layers[static_cast<std::size_t>(i)];
    const ActivationSize input = synthetic_input_size(network, i, bits);
    quantized.input_zero_point = input.zero_point;
    if (layer.kind == LayerKind::lookup) quantized.table = logistic_table(bits);
    if (layer.kind == LayerKind::softmax) quantized.table = exponential_table();
    if (layer.kind == LayerKind::lookup || layer.kind == LayerKind::softmax || layer.kind == LayerKind::max_pool)
        return;

    Rescaling& rescaling = quantized.rescaling;
    rescaling.zero_point = synthetic_output_size(network, i, bits).zero_point;
    rescaling.low = layer.relu ? rescaling.zero_point : std::uint8_t{0};
    rescaling.high = static_cast<std::uint8_t>(full_scale(bits));
    const double gain = gain_of(layer, quantized, input.root_mean_square * std::sqrt(density), bits);
    // Multipliers of about 16 bits, as trained layers have them.
    rescaling.shift = std::clamp(16 - static_cast<int>(std::floor(std::log2(gain))), 1, 40);
    const double one = std::ldexp(1.0, rescaling.shift);
    draw_factors(layer, quantized.q(), gain * one, target_deviation(bits) * one, random, rescaling);
    subtract_zero_point(plain_sum(layer), input.zero_point, rescaling);
    if (!has_two_operands(layer)) return;
    const int residual = network.residual_of(i);
    const ActivationSize other =
        residual < 0 ? synthetic_input_size(network, i, bits) : synthetic_output_size(network, residual, bits);
    rescaling.residual_zero_point = other.zero_point;
    const double residual_gain = share_of_operand(layer, bits) / std::max(1.0, other.root_mean_square);
    rescaling.residual_multiplier = static_cast<std::int32_t>(std::llround(std::min(residual_gain * one, 0x1p23)));
}

} // namespace fracbit::models

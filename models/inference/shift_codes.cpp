#include "models/inference/shift_codes.hpp"

#include "models/xor/xor_decoder.hpp"

namespace fracbit::models {

int shift_code(const BitVector& string, std::int64_t i, int bits) {
    const std::int64_t first = i * bits;
    int exponent = 0;
    for (int b = 1; b < bits; ++b) exponent += string.get(first + b) ? 1 << (b - 1) : 0;
    return string.get(first) ? 1 << exponent : -(1 << exponent);
}

BitVector shift_string(const Layer& layer, const ShiftWeights& weights) {
    if (weights.network == nullptr) return weights.bits;
    return XorDecoder(*weights.network).decode(weights.bits, layer.weights() * weights.q);
}

std::vector<float> shift_values(const Layer& layer, const ShiftWeights& weights) {
    const BitVector string = shift_string(layer, weights);
    std::vector<float> values;
    values.reserve(static_cast<std::size_t>(layer.weights()));
    for (std::int64_t i = 0; i < layer.weights(); ++i)
        values.push_back(weights.alpha[static_cast<std::size_t>(i / layer.reduction())] *
                         static_cast<float>(shift_code(string, i, weights.q)));
    return values;
}

} // namespace fracbit::models

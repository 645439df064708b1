#include "models/inference/synthetic_input.hpp"

#include "models/core/random.hpp"

namespace fracbit::models {

std::vector<std::uint8_t> draw_activations(std::uint64_t seed, std::int64_t size, int bits) {
    Random random(seed);
    const auto mask = static_cast<std::uint8_t>((1U << bits) - 1);
    std::vector<std::uint8_t> values(static_cast<std::size_t>(size));
    std::uint64_t word = 0;
    for (std::size_t i = 0; i < values.size(); ++i, word >>= 8) {
        if (i % 8 == 0) word = random.next();
        values[i] = static_cast<std::uint8_t>(word) & mask;
    }
    return values;
}

std::vector<std::uint8_t> synthetic_input(const Network& network, int i, int bits) {
    const Layer& layer = network.layers[static_cast<std::size_t>(i)];
    return draw_activations(2 * static_cast<std::uint64_t>(i) + 1, layer.repeat * layer.input.elements(), bits);
}

std::vector<std::uint8_t> synthetic_residual(const Network& network, int i, int bits) {
    const Layer& layer = network.layers[static_cast<std::size_t>(i)];
    if (layer.kind != LayerKind::add) return {};
    return draw_activations(2 * static_cast<std::uint64_t>(i) + 2, layer.repeat * layer.output().elements(), bits);
}

} // namespace fracbit::models

#include "models/inference/rescale.hpp"
#include "models/inference/vector_layers.hpp"

namespace fracbit::models {

Activations run_elementwise(const Layer& layer, const QuantizedLayer& quantized, std::span<const std::uint8_t> input,
                            std::span<const std::uint8_t> residual) {
    Activations output(input.size());
    if (layer.kind == LayerKind::lookup) {
        for (std::size_t i = 0; i < input.size(); ++i) output[i] = quantized.table[input[i]];
        return output;
    }
    const Rescaling& rescaling = quantized.rescaling;
    const auto pixels = static_cast<std::size_t>(layer.input.height * layer.input.width);
    const auto channels = static_cast<std::size_t>(layer.input.channels);
    for (std::size_t i = 0; i < input.size(); ++i) {
        const std::size_t c = i / pixels % channels;
        const std::int64_t sum = std::int64_t{rescaling.multipliers[0][c]} * input[i] + rescaling.offsets[c];
        output[i] = rescale(rescaling, sum + residual_term(rescaling, residual[i]));
    }
    return output;
}

} // namespace fracbit::models

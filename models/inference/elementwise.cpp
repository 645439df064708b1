#include "models/inference/rescale.hpp"
#include "models/inference/vector_layers.hpp"

namespace fracbit::models {

Activations run_elementwise(const Layer& layer, const QuantizedLayer& quantized, std::span<const std::uint8_t> input,
                            std::span<const std::uint8_t> residual) {
    Activations output(input.size());
    if (layer.kind == LayerKind::lookup && residual.empty()) {
        for (std::size_t i = 0; i < input.size(); ++i) output[i] = quantized.table[input[i]];
        return output;
    }
    const Rescaling& rescaling = quantized.rescaling;
    const auto pixels = static_cast<std::size_t>(layer.input.height * layer.input.width);
    const auto channels = static_cast<std::size_t>(layer.input.channels);
    for (std::size_t i = 0; i < input.size(); ++i) {
        const std::size_t c = i / pixels % channels;
        std::int64_t accumulator = input[i];
        std::int64_t sum = rescaling.offsets[c];
        if (layer.kind == LayerKind::lookup) {
            const auto factor = static_cast<std::int8_t>(quantized.table[input[i]]);
            accumulator = int{factor} * (int{residual[i]} - int{rescaling.residual_zero_point});
        } else {
            sum += residual_term(rescaling, residual[i]);
        }
        output[i] = rescale(rescaling, sum + rescaling.multipliers[0][c] * accumulator);
    }
    return output;
}

} // namespace fracbit::models

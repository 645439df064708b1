#include "models/inference/model_weights.hpp"

#include "models/xor/binary_code.hpp"
#include "models/xor/xor_decoder.hpp"

namespace fracbit::models {

std::vector<BitVector> decoded_planes(const Layer& layer, const ModelLayer& weights) {
    if (const auto* binary = std::get_if<BinaryWeights>(&weights.weights)) return binary->planes;
    std::vector<BitVector> planes;
    if (const auto* encrypted = std::get_if<EncryptedWeights>(&weights.weights))
        for (const auto& plane : encrypted->planes)
            planes.push_back(XorDecoder(*plane.network).decode(plane.encrypted, layer.weights()));
    return planes;
}

const std::vector<std::vector<float>>& scales_of(const ModelLayer& weights) {
    static const std::vector<std::vector<float>> none;
    if (const auto* encrypted = std::get_if<EncryptedWeights>(&weights.weights)) return encrypted->alpha;
    if (const auto* binary = std::get_if<BinaryWeights>(&weights.weights)) return binary->alpha;
    return none;
}

std::vector<float> real_weights(const Layer& layer, const ModelLayer& weights) {
    if (const auto* real = std::get_if<FloatWeights>(&weights.weights)) return real->values;
    if (std::holds_alternative<std::monostate>(weights.weights)) return {};
    return reconstruct(decoded_planes(layer, weights), scales_of(weights));
}

} // namespace fracbit::models

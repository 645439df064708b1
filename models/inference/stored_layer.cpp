#include "models/inference/stored_layer.hpp"

namespace fracbit::models {

bool is_xor_encoded(const Weights& weights) {
    return std::holds_alternative<EncryptedWeights>(weights) || std::holds_alternative<SparseWeights>(weights);
}

void keep_stored(const Weights& weights, QuantizedLayer& quantized) {
    if (const auto* encrypted = std::get_if<EncryptedWeights>(&weights))
        for (const EncryptedPlane& plane : encrypted->planes)
            quantized.planes.push_back({plane.network, plane.encrypted});
    if (const auto* sparse = std::get_if<SparseWeights>(&weights)) {
        quantized.order = sparse->order;
        quantized.group_rows = sparse->group_rows;
        quantized.tile_columns = sparse->tile_columns;
        quantized.planes = sparse->planes;
        quantized.mask = sparse->mask;
    }
}

QuantizedLayer stored_layer(const Weights& weights) {
    QuantizedLayer stored;
    stored.format = std::holds_alternative<SparseWeights>(weights) ? WeightFormat::sparse : WeightFormat::flexor;
    keep_stored(weights, stored);
    return stored;
}

} // namespace fracbit::models

#include "models/inference/stored_layer.hpp"

namespace fracbit::models {

bool is_xor_encoded(const Weights& weights) {
    const auto* shift = std::get_if<ShiftWeights>(&weights);
    return std::holds_alternative<EncryptedWeights>(weights) || std::holds_alternative<SparseWeights>(weights) ||
           (shift != nullptr && shift->network != nullptr);
}

void keep_stored(const Weights& weights, QuantizedLayer& quantized) {
    if (const auto* encrypted = std::get_if<EncryptedWeights>(&weights))
        for (const EncryptedPlane& plane : encrypted->planes)
            quantized.planes.push_back({plane.network, plane.encrypted});
    if (const auto* shift = std::get_if<ShiftWeights>(&weights)) {
        quantized.shift_bits = shift->q;
        if (shift->network != nullptr) quantized.planes.push_back({shift->network, shift->bits});
    }
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
    stored.format = std::holds_alternative<SparseWeights>(weights) ? WeightFormat::sparse
                    : std::holds_alternative<ShiftWeights>(weights)
                        ? (is_xor_encoded(weights) ? WeightFormat::shift_xor : WeightFormat::shift)
                        : WeightFormat::flexor;
    keep_stored(weights, stored);
    return stored;
}

} // namespace fracbit::models

#include "cli/stored_layer.hpp"

namespace fracbit::cli {

models::QuantizedLayer stored_layer(const models::Weights& weights) {
    models::QuantizedLayer stored;
    if (const auto* encrypted = std::get_if<models::EncryptedWeights>(&weights)) {
        stored.format = models::WeightFormat::flexor;
        for (const models::EncryptedPlane& plane : encrypted->planes)
            stored.planes.push_back({plane.network, plane.encrypted});
    }
    if (const auto* sparse = std::get_if<models::SparseWeights>(&weights)) {
        stored.format = models::WeightFormat::sparse;
        stored.order = sparse->order;
        stored.group_rows = sparse->group_rows;
        stored.tile_columns = sparse->tile_columns;
        stored.planes = sparse->planes;
        stored.mask = sparse->mask;
    }
    return stored;
}

} // namespace fracbit::cli

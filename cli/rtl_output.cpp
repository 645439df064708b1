#include "cli/rtl_output.hpp"

#include "cli/stored_layer.hpp"
#include "models/core/error.hpp"
#include "models/core/nearest_name.hpp"
#include "models/encoding/plane_decoder.hpp"
#include "models/inference/model_weights.hpp"
#include "models/inference/storage_order.hpp"
#include "models/rtl/export_weight_path.hpp"

#include <fmt/format.h>

namespace fracbit::cli {
namespace {

std::size_t layer_index(const models::Model& model, const std::string& layer) {
    std::vector<std::string> known;
    for (std::size_t i = 0; i < model.layers.size(); ++i) {
        if (stored_layer(model.layers[i].weights).planes.empty()) continue;
        known.push_back(model.network.layers[i].name);
        if (known.back() == layer) return i;
    }
    if (layer.empty() && known.size() == 1) return layer_index(model, known.front());
    if (layer.empty())
        throw ConfigError(fmt::format("--verilog writes the weight path of one layer; name it with --layer: {}",
                                      fmt::join(known, ", ")));
    throw ConfigError(fmt::format("--layer '{}': no layer with XOR-encoded weights has this name; {}", layer,
                                  suggest_name(layer, known)));
}

/// C order to storage order.
models::BitVector in_storage_order(const models::BitVector& bits, const models::StorageMap& map) {
    models::BitVector stored(bits.size());
    std::int64_t begin = 0;
    for (const models::RowGroup& group : map.row_groups()) {
        for (std::int64_t c = group.first_row; c < group.first_row + group.rows; ++c)
            for (std::int64_t k = 0; k < map.reduction(); ++k)
                stored.set(begin + map.place(group, c, k), bits.get(c * map.reduction() + k));
        begin += map.elements(group);
    }
    return stored;
}

} // namespace

models::RtlBundle network_rtl(const models::Architecture& architecture, const std::string& name,
                              const std::shared_ptr<const models::XorNetwork>& network, std::uint64_t seed) {
    models::QuantizedLayer stored;
    stored.planes.push_back({network, {}});
    models::WeightPathSpec spec = models::weight_path_of(architecture, name, stored);
    spec.seed = seed;
    return models::export_weight_path(spec, models::random_vectors(spec, vector_weights, seed));
}

models::RtlBundle layer_rtl(const models::Architecture& architecture, const models::Model& model,
                            const std::string& layer, std::uint64_t seed) {
    const std::size_t i = layer_index(model, layer);
    const models::Layer& shape = model.network.layers[i];
    const models::QuantizedLayer stored = stored_layer(model.layers[i].weights);
    models::WeightPathSpec spec = models::weight_path_of(architecture, shape.name, stored);
    spec.seed = seed;
    const models::StorageMap map(shape, stored);
    std::vector<std::int64_t> run_lengths;
    for (const models::RowGroup& group : map.row_groups()) run_lengths.push_back(map.elements(group));
    std::vector<models::BitVector> codes;
    for (const models::StoredPlane& plane : stored.planes) codes.push_back(models::decode_plane(plane, run_lengths));
    const auto kept = models::kept_mask(shape, model.layers[i]);
    return models::export_weight_path(
        spec, models::layer_vectors(spec, stored.planes, run_lengths, codes,
                                    kept ? in_storage_order(*kept, map) : models::BitVector(), vector_weights));
}

} // namespace fracbit::cli

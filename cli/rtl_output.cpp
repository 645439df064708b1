#include "cli/rtl_output.hpp"

#include "cli/stored_vectors.hpp"
#include "cli/synthesis_input.hpp"
#include "models/core/error.hpp"
#include "models/inference/stored_layer.hpp"
#include "models/rtl/export_weight_path.hpp"

#include <fmt/format.h>

namespace fracbit::cli {

models::RtlBundle layer_rtl(const models::Architecture& architecture, const models::Model& model,
                            const std::string& layer, std::uint64_t seed) {
    const std::vector<std::size_t> places = xor_layers(model, layer);
    if (places.size() > 1) {
        std::vector<std::string> names;
        for (const std::size_t i : places) names.push_back(model.network.layers[i].name);
        throw ConfigError(fmt::format("--verilog writes the weight path of one layer; name it with --layer: {}",
                                      fmt::join(names, ", ")));
    }
    const models::Layer& shape = model.network.layers[places.front()];
    const models::QuantizedLayer stored = models::stored_layer(model.layers[places.front()].weights);
    models::WeightPathSpec spec = models::weight_path_of(architecture, shape.name, stored);
    spec.seed = seed;
    return models::export_weight_path(spec, stored_vectors(spec, shape, stored, models::vector_weights));
}

} // namespace fracbit::cli

#include "cli/rtl_output.hpp"

#include "cli/stored_vectors.hpp"
#include "cli/synthesis_input.hpp"
#include "models/core/error.hpp"
#include "models/core/units.hpp"
#include "models/inference/storage_order.hpp"
#include "models/inference/stored_layer.hpp"
#include "models/results/report_text.hpp"
#include "models/rtl/export_weight_path.hpp"
#include "models/schedule/patch_words.hpp"

#include <algorithm>
#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include <utility>

namespace fracbit::cli {
namespace {

/// The readers of patches begin a word when all its patches are there: their buffers must hold those, and a burst.
void check_patch_buffers(const models::WeightPathSpec& spec, const models::Layer& shape,
                         const models::QuantizedLayer& stored) {
    if (spec.patches == models::PatchFormat::none) return;
    const models::StorageMap map(shape, stored);
    const std::vector<models::RowGroup>& groups = map.row_groups();
    models::PatchWord word;
    std::int64_t needed = 0;
    for (const models::StoredPlane& plane : stored.planes)
        for (std::size_t run = 0; run < groups.size(); ++run) {
            models::PatchWords words(plane, static_cast<std::int64_t>(run));
            const std::int64_t bits = map.elements(groups[run]) * map.element_bits();
            for (std::int64_t left = ceil_div(bits, spec.n_out()) + spec.registers; left > 0; left -= spec.lanes()) {
                words.next(std::min<std::int64_t>(left, spec.lanes()), word);
                needed = std::max(needed, word.buffer_bytes(spec.in_bits / 8));
            }
        }
    if (spec.sizes.patch_bytes < needed)
        throw ConfigError(
            fmt::format("layer '{}': the stream buffers of patches must hold those of a word of {} slices "
                        "and a burst: set weights.patch_bytes >= {}, found {}",
                        shape.name, spec.lanes(), needed, spec.sizes.patch_bytes));
}

} // namespace

models::RtlBundle layer_rtl(const models::Architecture& architecture, const models::Model& model,
                            const std::string& layer, int plane, const models::SynthesisOptions& circuits) {
    const std::vector<std::size_t> places = xor_layers(model, layer);
    if (places.size() > 1) {
        std::vector<std::string> names;
        for (const std::size_t i : places) names.push_back(model.network.layers[i].name);
        throw ConfigError(fmt::format("--verilog writes the weight path of one layer; name it with --layer: {}",
                                      fmt::join(names, ", ")));
    }
    const models::Layer& shape = model.network.layers[places.front()];
    models::QuantizedLayer stored = models::stored_layer(model.layers[places.front()].weights);
    std::string name = shape.name;
    if (plane >= 0) {
        stored.planes = {stored.planes.at(static_cast<std::size_t>(plane))};
        name = plane_name(shape.name, static_cast<std::size_t>(plane));
    }
    models::WeightPathSpec spec = models::weight_path_of(architecture, name, stored);
    spec.circuits = circuits;
    const models::TestVectors vectors = stored_vectors(spec, shape, stored, models::vector_weights);
    check_patch_buffers(spec, shape, stored);
    return models::export_weight_path(spec, vectors);
}

std::string rtl_text(const models::RtlBundle& bundle, const std::string& folder) {
    std::string text = fmt::format("wrote {}: top {}, testbench {}\n", folder, bundle.top, bundle.testbench);
    for (std::size_t n = 0; n < bundle.circuits.size(); ++n) {
        const models::RtlCircuit& circuit = bundle.circuits[n];
        text += fmt::format("  xor_network_{}: {} XOR2, depth {}, {} flip-flops; {} {}, {} {}\n", n,
                            models::grouped(circuit.xor2), circuit.depth, models::grouped(circuit.flip_flops),
                            bundle.stages, bundle.stages == 1 ? "stage" : "stages", bundle.lanes,
                            bundle.lanes == 1 ? "lane" : "lanes");
    }
    return text;
}

nlohmann::ordered_json rtl_json(const models::RtlBundle& bundle, const std::string& folder) {
    nlohmann::ordered_json circuits = nlohmann::ordered_json::array();
    for (const models::RtlCircuit& circuit : bundle.circuits)
        circuits.push_back({{"xor2", circuit.xor2}, {"depth", circuit.depth}, {"flip_flops", circuit.flip_flops}});
    return {{"folder", folder},      {"top", bundle.top},       {"testbench", bundle.testbench},
            {"lanes", bundle.lanes}, {"stages", bundle.stages}, {"circuits", std::move(circuits)}};
}

} // namespace fracbit::cli

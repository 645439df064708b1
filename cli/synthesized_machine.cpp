#include "cli/synthesized_machine.hpp"

#include "cli/stored_layer.hpp"

#include <algorithm>

namespace fracbit::cli {
namespace {

void add_needs(const models::Weights& weights, models::MachineUse& use) {
    const models::QuantizedLayer stored = stored_layer(weights);
    if (stored.planes.empty()) return;
    use.planes = std::max(use.planes, stored.q());
    for (const models::StoredPlane& plane : stored.planes) {
        use.patches = use.patches || plane.patches.format != models::PatchFormat::none;
        if (plane.patches.format == models::PatchFormat::gaps)
            use.gap_bits = std::max(use.gap_bits, plane.patches.gap_bits);
    }
    if (stored.format != models::WeightFormat::sparse) return;
    use.sparse = true;
    use.bitmap_mask = use.bitmap_mask || stored.mask.format == models::MaskFormat::bitmap;
    use.relative_mask = use.relative_mask || stored.mask.format == models::MaskFormat::relative_index;
    if (stored.mask.format == models::MaskFormat::low_rank) use.mask_rank = std::max(use.mask_rank, stored.mask.rank);
}

} // namespace

models::MachineCost synthesized_machine(const models::Architecture& architecture, const SynthesisResult& result,
                                        const models::Model& model) {
    std::vector<models::DecoderCost> decoders;
    for (const SynthesizedCircuit& circuit : result.circuits) decoders.push_back(circuit.design.cost);
    models::MachineUse use;
    use.decoders = decoders;
    for (const models::ModelLayer& layer : model.layers) add_needs(layer.weights, use);
    return models::machine_cost(architecture, use, *result.technology);
}

} // namespace fracbit::cli

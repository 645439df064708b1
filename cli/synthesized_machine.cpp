#include "cli/synthesized_machine.hpp"

#include "cli/interrupt.hpp"
#include "models/cost/machine_needs.hpp"
#include "models/inference/stored_layer.hpp"

namespace fracbit::cli {

models::MachineCost synthesized_machine(const models::Architecture& architecture, const SynthesisResult& result,
                                        const models::Model& model) {
    models::MachineNeeds needs;
    for (const models::ModelLayer& layer : model.layers) needs.add(models::stored_layer(layer.weights));
    if (model.layers.empty()) {
        models::QuantizedLayer plain;
        plain.planes.push_back({result.circuits.front().input.network, {}});
        needs.add(plain);
    }
    return needs.cost(architecture, *result.technology, 1, interrupted);
}

} // namespace fracbit::cli

#include "explorer/evaluation/network_facts.hpp"

#include <algorithm>

namespace fracbit::explorer {

NetworkFacts facts_of(const models::Network& network) {
    NetworkFacts facts;
    facts.flows = !network.independent_layers;
    facts.weights = network.weights();
    EnoughSizes& enough = facts.enough;
    for (const models::Layer& layer : network.layers) {
        const std::int64_t input = layer.repeat * layer.input.elements(),
                           output = layer.repeat * layer.output().elements();
        enough.positions = std::max(enough.positions, layer.positions());
        // Residuals of two steps are at most two outputs. An output of up to a third of the buffer may stay in it.
        const bool residual = layer.residual.has_value() || layer.kind == models::LayerKind::add;
        enough.activation_bytes =
            std::max({enough.activation_bytes, input + output + (residual ? 2 * output : 0), 3 * output});
        if (!models::runs_on_array(layer.kind)) {
            enough.vector_lanes = std::max(enough.vector_lanes, layer.input.channels);
            continue;
        }
        std::int64_t& weights = layer.kind == models::LayerKind::attention ? enough.attention_weights : enough.weights;
        weights = std::max(weights, layer.weights());
    }
    return facts;
}

} // namespace fracbit::explorer

#include "explorer/evaluation/network_facts.hpp"

#include <algorithm>

namespace fracbit::explorer {

NetworkFacts facts_of(const models::Network& network) {
    NetworkFacts facts;
    facts.flows = !network.independent_layers;
    facts.weights = network.weights();
    facts.layers = static_cast<int>(network.layers.size());
    for (const models::Layer& layer : network.layers) {
        facts.attention |= layer.kind == models::LayerKind::attention;
        facts.vector_layers |= !models::runs_on_array(layer.kind);
        facts.most_positions = std::max(facts.most_positions, layer.positions());
    }
    return facts;
}

} // namespace fracbit::explorer

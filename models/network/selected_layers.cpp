#include "models/network/selected_layers.hpp"

#include "models/core/error.hpp"
#include "models/core/nearest_name.hpp"

#include <algorithm>

namespace fracbit::models {

Network selected_layers(const Network& network, const std::vector<std::string>& names, std::vector<int>& indices) {
    std::vector<std::string> known;
    for (const Layer& layer : network.layers) known.push_back(layer.name);
    for (const std::string& name : names)
        if (std::find(known.begin(), known.end(), name) == known.end())
            throw ConfigError("network '" + network.name + "' has no layer '" + name + "'; " +
                              suggest_name(name, known));
    Network selected;
    selected.name = network.name;
    selected.independent_layers = true;
    indices.clear();
    for (std::size_t i = 0; i < network.layers.size(); ++i) {
        Layer layer = network.layers[i];
        if (std::find(names.begin(), names.end(), layer.name) == names.end()) continue;
        layer.source.reset();
        layer.residual.reset();
        selected.layers.push_back(std::move(layer));
        indices.push_back(static_cast<int>(i));
    }
    return selected;
}

} // namespace fracbit::models

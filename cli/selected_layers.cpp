#include "cli/selected_layers.hpp"

#include "models/core/error.hpp"
#include "models/network/selected_layers.hpp"

namespace fracbit::cli {

models::Network selected_layers(const models::Network& network, const std::vector<std::string>& names,
                                std::vector<int>& indices) {
    try {
        return models::selected_layers(network, names, indices);
    } catch (const ConfigError& error) {
        throw ConfigError(std::string("--layers: ") + error.what());
    }
}

} // namespace fracbit::cli

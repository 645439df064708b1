#include "explorer/report/accuracy_sources.hpp"

#include "explorer/evaluation/accuracy_query.hpp"

#include <vector>

#include <nlohmann/json.hpp>

namespace fracbit::explorer {

nlohmann::ordered_json accuracy_sources(const DesignSpace& space, PointId point) {
    std::vector<int> digits(space.axes().size());
    space.digits_of(point, digits);
    const DesignPoint design = space.point(digits);
    nlohmann::ordered_json sources = nlohmann::ordered_json::object();
    for (const NetworkUse& network : space.networks()) {
        const bool runs = design.network.empty() || design.network == network.name;
        if (!runs || network.accuracy_network.empty()) continue;
        if (const auto accuracy = space.accuracy().find(accuracy_query(network, design.weights)))
            sources[network.name] = accuracy->source;
    }
    return sources;
}

} // namespace fracbit::explorer

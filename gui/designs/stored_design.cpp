#include "gui/designs/stored_design.hpp"

#include "explorer/evaluation/accuracy_query.hpp"

#include <QObject>
#include <fmt/format.h>

namespace fracbit::gui {

Design stored_design(const explorer::DesignSpace& space, const QString& store, std::int64_t id) {
    Design design;
    design.name = QObject::tr("point %1").arg(id);
    design.point = space.point(explorer::digits_of_named(space, id, fmt::format("point {}", id), "the space"));
    design.technology = space.technology(design.point.technology);
    for (const explorer::NetworkUse& network : space.networks())
        if (design.point.network.empty() || design.point.network == network.name) design.networks.push_back(network);
    for (const explorer::NetworkUse& network : design.networks) {
        if (network.accuracy_network.empty()) continue;
        if (const auto accuracy = space.accuracy().find(explorer::accuracy_query(network, design.point.weights)))
            design.accuracies[network.name] = *accuracy;
    }
    design.stored = StoredPlace{store, id, space.hash()};
    return design;
}

} // namespace fracbit::gui

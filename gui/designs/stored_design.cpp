#include "gui/designs/stored_design.hpp"

#include <fmt/format.h>

namespace fracbit::gui {

Design stored_design(const explorer::DesignSpace& space, const QString& store, std::int64_t id) {
    Design design;
    design.name = QObject::tr("point %1").arg(id);
    design.point = space.point(explorer::digits_of_named(space, id, fmt::format("point {}", id), "the space"));
    design.technology = space.technology(design.point.technology);
    for (const explorer::NetworkUse& network : space.networks())
        if (design.point.network.empty() || design.point.network == network.name) design.networks.push_back(network);
    design.stored = StoredPlace{store, id, space.hash()};
    return design;
}

} // namespace fracbit::gui

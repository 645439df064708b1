#include "gui/designs/stored_design.hpp"

#include "models/core/error.hpp"

#include <fmt/format.h>

namespace fracbit::gui {

Design stored_design(const explorer::DesignSpace& space, const QString& store, std::int64_t id) {
    if (id < 0 || id >= space.size())
        throw ConfigError(fmt::format("point {}: the space has points 0 to {}", id, space.size() - 1));
    std::vector<int> digits(space.axes().size());
    space.digits_of(id, digits);
    std::vector<double> slots(static_cast<std::size_t>(space.symbols().slots()));
    space.fill_slots(digits, slots);
    if (!space.allowed(slots)) throw ConfigError(fmt::format("point {}: a condition of the space excludes it", id));
    Design design;
    design.name = QObject::tr("point %1").arg(id);
    design.point = space.point(digits);
    design.technology = space.technology(design.point.technology);
    for (const explorer::NetworkUse& network : space.networks())
        if (design.point.network.empty() || design.point.network == network.name) design.networks.push_back(network);
    design.stored = StoredPlace{store, id};
    return design;
}

} // namespace fracbit::gui

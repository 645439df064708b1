// A point of a result store as a design.
#pragma once

#include "gui/designs/design.hpp"

#include <memory>

namespace fracbit::gui {

/// The point of this number: machine, weights, technology and networks as the space of the store says, named "point
/// ID". The point need not be kept in the store. Throws ConfigError if the space has no such point or a condition
/// excludes it.
[[nodiscard]] Design stored_design(const explorer::DesignSpace& space, const QString& store, std::int64_t id);

} // namespace fracbit::gui

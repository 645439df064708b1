// What the accuracies of stored points rest on, in words: a store has only their kinds.
#pragma once

#include "explorer/space/design_space.hpp"

#include <nlohmann/json_fwd.hpp>

namespace fracbit::explorer {

/// Of each network that the point runs and whose accuracy is asked for: the row's source, or the rows between which the
/// value lies. Networks without an accuracy are left out.
nlohmann::ordered_json accuracy_sources(const DesignSpace& space, PointId point);

} // namespace fracbit::explorer

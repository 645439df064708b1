// A design that somebody keeps to look at: a machine, its weights, what it is made in, what it runs.
#pragma once

#include "explorer/space/design_space.hpp"

#include <QString>

#include <cstdint>
#include <optional>
#include <vector>

namespace fracbit::gui {

/// Where a design was found.
struct StoredPlace {
    QString store;
    std::int64_t id = 0;         ///< of the point
    std::string space_hash = {}; ///< of the store's space: in another one the number means another design
    friend bool operator==(const StoredPlace&, const StoredPlace&) = default;
};

struct Design {
    QString name;                ///< as people know it: "point 12", "edge, 8 lanes"
    explorer::DesignPoint point; ///< resolved
    models::Technology technology;
    std::vector<explorer::NetworkUse> networks; ///< that it runs
    std::optional<StoredPlace> stored;          ///< else it was made by hand
};

} // namespace fracbit::gui

// Where no point is feasible: what stands in the way.
#pragma once

#include "explorer/evaluation/point_status.hpp"
#include "explorer/space/design_space.hpp"

#include <functional>
#include <memory>
#include <string>
#include <vector>

namespace fracbit::explorer {

struct Rejection {
    PointId point = 0;
    PointStatus status = PointStatus::excluded;
    std::string reason; ///< one line: the condition or constraint that does not hold, or a sentence
    std::string found;  ///< of a constraint: the values of what it names, "cycles is 120"
};

/// The first one of each kind among a few points, spread evenly over the space, the first point among them. Stops early
/// once `cancelled` says so.
std::vector<Rejection> first_rejections(std::shared_ptr<const DesignSpace> space,
                                        const std::function<bool()>& cancelled = {});

/// "point 3 is invalid: ...", for people.
std::string to_text(const Rejection& rejection);

} // namespace fracbit::explorer

// The volume of objective space that a front dominates, up to a reference point (Zitzler and Thiele 1999). All
// objectives are minimised.
#pragma once

#include "explorer/front/pareto_front.hpp"

#include <span>
#include <vector>

namespace fracbit::explorer {

/// Exact. Members that are not better than the reference in every objective count for nothing. Throws ConfigError if a
/// member is infinite below, or if sizes differ.
double hypervolume(const std::vector<FrontMember>& front, std::span<const double> reference);

/// The worst value of each objective among the members; where all are equal, a little worse.
std::vector<double> worst_of(const std::vector<FrontMember>& front);

} // namespace fracbit::explorer

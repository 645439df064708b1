// The volume of objective space that a front dominates, up to a reference point (Zitzler and Thiele 1999). All
// objectives are minimised.
#pragma once

#include "explorer/front/pareto_front.hpp"

#include <cstddef>
#include <span>
#include <vector>

namespace fracbit::explorer {

/// Exact but for rounding, whatever the order of the members (pagmo2: n log n up to 3 objectives, exponential in their
/// number beyond). Members that are not better than the reference in every objective count for nothing; a front without
/// others has 0, one with a member that is infinitely good has infinity. NaN if it could take more than some seconds:
/// more members than `most_hypervolume_members`. Throws ConfigError if a member is NaN, if sizes differ, or for a
/// reference that is not finite.
double hypervolume(const std::vector<FrontMember>& front, std::span<const double> reference);

/// How many members, of those that count, a hypervolume may have: about a second's worth on spheres, where many
/// overlap.
std::size_t most_hypervolume_members(std::size_t objectives);

/// The worst finite value of each objective among the members; where all are equal, a little worse (1 %). Empty if the
/// front is.
std::vector<double> worst_of(const std::vector<FrontMember>& front);

} // namespace fracbit::explorer

// A point worked out from scratch, formula by formula as docs/metrics.md says, from the timing model, the cost model
// and the schedule's facts: what the evaluator must come to.
#pragma once

#include "explorer/evaluation/point_status.hpp"
#include "explorer/space/design_space.hpp"

#include <vector>

namespace fracbit::test {

struct DirectResult {
    explorer::PointStatus status = explorer::PointStatus::feasible;
    std::vector<double> slots, objectives; ///< of feasible points
};

DirectResult evaluate_directly(const explorer::DesignSpace& space, explorer::PointId id);

} // namespace fracbit::test

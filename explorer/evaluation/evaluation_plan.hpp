// What has to be worked out for a point, in which order, and for which axes it has to be done again.
#pragma once

#include "explorer/evaluation/axis_order.hpp"
#include "explorer/metrics/metric.hpp"
#include "explorer/space/design_space.hpp"

#include <array>
#include <vector>

namespace fracbit::explorer {

/// Stages of an evaluation. Each gives some metrics; a constraint is looked at after the last stage that it needs.
enum class Stage {
    parameters,
    check, ///< machine and encoding as such
    accuracy,
    storage,       ///< bits of the weights
    machine,       ///< its cost
    machine_clock, ///< whether it keeps up with the clock
    timing,        ///< cycles of all layers
    time,          ///< seconds
    energy,        ///< but leakage
    energy_time    ///< leakage, and what follows
};
inline constexpr int stage_count = 10;

Stage stage_of(MetricId metric);

/// Where a metric goes. `network` -1: the whole point.
struct MetricSlot {
    MetricId metric{};
    int network = -1;
    int slot = 0;
};

/// A step and what it depends on. If it fails, so do all positions that share the turns of the first `skip_depth`
/// levels.
struct Step {
    enum class Kind { condition, constraint, stage, objective };
    Kind kind = Kind::stage;
    int index = 0; ///< of the condition, constraint, objective or stage
    AxisMask mask = 0;
    int skip_depth = 0;
};

struct EvaluationPlan {
    EvaluationPlan(const DesignSpace& space, const AxisOrder& order);
    std::vector<Step> steps;
    /// By stage: all metrics, and those that constraints and objectives name.
    std::array<std::vector<MetricSlot>, stage_count> all, needed;
    [[nodiscard]] bool has(Stage stage) const { return has_[static_cast<std::size_t>(stage)]; }

private:
    std::array<bool, stage_count> has_{}; ///< the steps include it
};

} // namespace fracbit::explorer

#include "explorer/evaluation/evaluation_plan.hpp"

#include "explorer/evaluation/axis_effects.hpp"

#include <algorithm>
#include <bit>
#include <map>
#include <utility>

namespace fracbit::explorer {
namespace {

using StageMasks = std::array<AxisMask, stage_count>;

AxisMask& of(StageMasks& masks, Stage stage) { return masks[static_cast<std::size_t>(stage)]; }

/// Axes that change what each stage reads.
StageMasks stage_masks(const DesignSpace& space, const AxisOrder& order) {
    const std::vector<Effects> effects = axis_effects(space);
    const auto axes_that = [&](bool Effects::*effect) {
        std::vector<bool> axes(effects.size());
        for (std::size_t axis = 0; axis < effects.size(); ++axis) axes[axis] = effects[axis].*effect;
        return order.mask_of(axes);
    };
    const AxisMask clock = axes_that(&Effects::clock);
    StageMasks masks{};
    of(masks, Stage::check) = axes_that(&Effects::machine_check);
    of(masks, Stage::accuracy) = axes_that(&Effects::accuracy);
    of(masks, Stage::storage) = axes_that(&Effects::storage);
    of(masks, Stage::machine) = axes_that(&Effects::machine) | of(masks, Stage::storage);
    of(masks, Stage::machine_clock) = of(masks, Stage::machine) | clock;
    of(masks, Stage::timing) = axes_that(&Effects::timing) | of(masks, Stage::storage);
    of(masks, Stage::time) = of(masks, Stage::timing) | clock;
    of(masks, Stage::energy) = of(masks, Stage::timing) | of(masks, Stage::machine);
    of(masks, Stage::energy_time) = of(masks, Stage::energy) | clock;
    return masks;
}

/// What a slot's value depends on.
struct SlotSource {
    AxisMask mask = 0;
    Stage stage = Stage::parameters;
};

std::map<int, SlotSource> slot_sources(const DesignSpace& space, const AxisOrder& order, StageMasks masks,
                                       const std::array<std::vector<MetricSlot>, stage_count>& metrics) {
    std::map<int, SlotSource> sources;
    for (const Parameter& parameter : space.parameters()) {
        std::vector<bool> axes(space.axes().size());
        axes[static_cast<std::size_t>(parameter.axis)] = true;
        sources[parameter.slot].mask = order.mask_of(axes);
    }
    for (int s = 0; s < stage_count; ++s)
        for (const MetricSlot& metric : metrics[static_cast<std::size_t>(s)])
            sources[metric.slot] = {of(masks, static_cast<Stage>(s)), static_cast<Stage>(s)};
    return sources;
}

std::array<std::vector<MetricSlot>, stage_count> all_metrics(const DesignSpace& space) {
    std::array<std::vector<MetricSlot>, stage_count> metrics;
    const auto add = [&](int metric, int network, int slot) {
        const auto id = static_cast<MetricId>(metric);
        metrics[static_cast<std::size_t>(stage_of(id))].push_back({id, network, slot});
    };
    for (int m = 0; m < metric_count; ++m) add(m, -1, space.metric_slot(m));
    for (int n = 0; n < static_cast<int>(space.networks().size()); ++n)
        for (int m = 0; m < network_metric_count; ++m) add(m, n, space.network_metric_slot(n, m));
    return metrics;
}

/// A step and the stage after which it comes.
struct Placed {
    Step step;
    Stage stage = Stage::parameters;
};

} // namespace

Stage stage_of(MetricId metric) {
    switch (metric) {
    case MetricId::accuracy:
    case MetricId::accuracy_ratio:
    case MetricId::accuracy_drop:
        return Stage::accuracy;
    case MetricId::bits_per_weight:
        return Stage::storage;
    case MetricId::area_mm2:
    case MetricId::placed_mm2:
    case MetricId::decoder_area_mm2:
    case MetricId::leakage_mw:
    case MetricId::max_clock_mhz:
        return Stage::machine;
    case MetricId::meets_clock:
        return Stage::machine_clock;
    case MetricId::cycles:
    case MetricId::utilization:
    case MetricId::memory_busy:
    case MetricId::bus_bytes:
    case MetricId::weight_bytes:
        return Stage::timing;
    case MetricId::seconds:
    case MetricId::runs_per_second:
    case MetricId::gmacs_per_second:
    case MetricId::bandwidth_gb_s:
        return Stage::time;
    case MetricId::energy_memory_uj:
        return Stage::energy;
    case MetricId::energy_uj:
    case MetricId::energy_on_chip_uj:
    case MetricId::power_mw:
        return Stage::energy_time;
    }
    return Stage::parameters;
}

EvaluationPlan::EvaluationPlan(const DesignSpace& space, const AxisOrder& order) : all(all_metrics(space)) {
    const StageMasks masks = stage_masks(space, order);
    const std::map<int, SlotSource> sources = slot_sources(space, order, masks, all);
    std::vector<int> named;
    const auto place = [&](Step::Kind kind, int index, const Expression& expression) {
        Placed placed{{kind, index, 0, 0}, Stage::parameters};
        for (const int slot : expression.used_slots()) {
            const auto source = sources.find(slot);
            if (source == sources.end()) continue; // a key that does not vary
            placed.step.mask |= source->second.mask;
            placed.stage = std::max(placed.stage, source->second.stage);
            named.push_back(slot);
        }
        return placed;
    };
    std::vector<Placed> conditions, constraints, objectives;
    for (int i = 0; const Expression& condition : space.conditions())
        conditions.push_back(place(Step::Kind::condition, i++, condition));
    for (int i = 0; const Constraint& constraint : space.constraints())
        constraints.push_back(place(Step::Kind::constraint, i++, constraint.holds));
    for (int i = 0; const Objective& objective : space.objectives())
        objectives.push_back(place(Step::Kind::objective, i++, objective.value));

    for (std::size_t s = 0; s < all.size(); ++s)
        std::copy_if(all[s].begin(), all[s].end(), std::back_inserter(needed[s]), [&](const MetricSlot& metric) {
            return std::find(named.begin(), named.end(), metric.slot) != named.end();
        });
    const auto needs = [&](Stage stage) { return !needed[static_cast<std::size_t>(stage)].empty(); };
    const bool energy = needs(Stage::energy) || needs(Stage::energy_time);
    for (const auto& [stage, wanted] :
         {std::pair(Stage::check, true), std::pair(Stage::accuracy, true), std::pair(Stage::storage, true),
          std::pair(Stage::machine, needs(Stage::machine) || needs(Stage::machine_clock) || energy),
          std::pair(Stage::machine_clock, needs(Stage::machine_clock)), std::pair(Stage::timing, true),
          std::pair(Stage::time, needs(Stage::time)), std::pair(Stage::energy, energy),
          std::pair(Stage::energy_time, needs(Stage::energy_time))})
        has_[static_cast<std::size_t>(stage)] = wanted;

    // Of equal rank the outer ones first: they exclude most.
    const auto outer_first = [](const Placed& a, const Placed& b) {
        return std::bit_width(a.step.mask) < std::bit_width(b.step.mask);
    };
    std::stable_sort(conditions.begin(), conditions.end(), outer_first);
    std::stable_sort(constraints.begin(), constraints.end(), outer_first);
    for (const Placed& condition : conditions) steps.push_back(condition.step);
    for (int s = 0; s < stage_count; ++s) {
        const auto stage = static_cast<Stage>(s);
        if (has(stage)) steps.push_back({Step::Kind::stage, s, masks[static_cast<std::size_t>(s)], 0});
        for (const Placed& constraint : constraints)
            if (constraint.stage == stage) steps.push_back(constraint.step);
    }
    for (const Placed& objective : objectives) steps.push_back(objective.step);
    for (int depth = 0; Step & step : steps)
        step.skip_depth = depth = std::max(depth, static_cast<int>(std::bit_width(step.mask)));
}

} // namespace fracbit::explorer

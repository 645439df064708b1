#include "traces/order_check.hpp"

#include "models/core/error.hpp"

#include <fmt/format.h>

namespace fracbit::traces {

OrderCheck::OrderCheck(const TraceHeader& header)
    : layers_(static_cast<int>(header.layers.size())), queues_(header.queues), level_cycles_(header.queues.size()) {}

void OrderCheck::block(const BlockStretch& stretch) {
    const char* name = to_string(stretch.block);
    Cycles& end = ends_[static_cast<std::size_t>(stretch.block)];
    layer(stretch.layer, name);
    if (stretch.begin != end || stretch.end < stretch.begin)
        throw SimulationError(
            fmt::format("trace: {} reported cycles [{}, {}) after a stretch that ended at {}; stretches "
                        "of a block follow each other without gap or overlap",
                        name, stretch.begin.count(), stretch.end.count(), end.count()));
    end = stretch.end;
}

void OrderCheck::burst(const BurstEvent& event) {
    const char* name = models::to_string(event.stream);
    layer(event.layer, name);
    if (event.issue > event.start || event.start > event.finish)
        throw SimulationError(fmt::format("trace: a burst of {} issued at {} started at {} and finished at {}", name,
                                          event.issue.count(), event.start.count(), event.finish.count()));
    if (event.issue < last_issue_ || event.start < last_start_ || event.finish < last_finish_)
        throw SimulationError(
            fmt::format("trace: the burst of {} at cycle {} was reported after a later one; bursts must "
                        "be reported in the order in which they issue",
                        name, event.issue.count()));
    last_issue_ = event.issue;
    last_start_ = event.start;
    last_finish_ = event.finish;
}

void OrderCheck::level(const LevelEvent& event) {
    if (event.queue < 0 || event.queue >= static_cast<int>(queues_.size()))
        throw SimulationError(fmt::format("trace: a level of queue {} was reported, but the header names {} queues",
                                          event.queue, queues_.size()));
    const auto index = static_cast<std::size_t>(event.queue);
    if (event.cycle < level_cycles_[index])
        throw SimulationError(fmt::format("trace: queue '{}' reported cycle {} after cycle {}", queues_[index],
                                          event.cycle.count(), level_cycles_[index].count()));
    level_cycles_[index] = event.cycle;
}

void OrderCheck::finish(Cycles end) const {
    for (int i = 0; i < models::block_count; ++i)
        if (ends_[static_cast<std::size_t>(i)] > end)
            throw SimulationError(fmt::format("trace: {} was reported until cycle {}, but the run ended at {}",
                                              models::to_string(static_cast<models::BlockId>(i)),
                                              ends_[static_cast<std::size_t>(i)].count(), end.count()));
    if (last_finish_ > end)
        throw SimulationError(fmt::format("trace: a burst finished at cycle {}, but the run ended at {}",
                                          last_finish_.count(), end.count()));
    for (std::size_t i = 0; i < queues_.size(); ++i)
        if (level_cycles_[i] > end)
            throw SimulationError(fmt::format("trace: queue '{}' changed at cycle {}, but the run ended at {}",
                                              queues_[i], level_cycles_[i].count(), end.count()));
}

void OrderCheck::layer(int index, const char* who) const {
    if (index < -1 || index >= layers_)
        throw SimulationError(
            fmt::format("trace: {} reported layer {}, but the header names {} layers", who, index, layers_));
}

} // namespace fracbit::traces

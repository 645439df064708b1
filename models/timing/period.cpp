#include "models/timing/period.hpp"

#include <algorithm>

namespace fracbit::models::timing {

void StateRecord::begin(const StateRecord& then) {
    begin();
    clock_values_ = then.clock_values_;
    previous_clocks_ = then.clocks_;
}

void StateRecord::begin() {
    previous_clocks_ = 0;
    clear();
    resting_ = 0;
    nest_ = 0;
    blocks_.fill({std::numeric_limits<std::int64_t>::min(), 0, true});
}

void PeriodFinder::reset(std::int64_t distance) {
    distance_ = static_cast<std::size_t>(distance);
    if (distance_ > most_distance) distance_ = 1;
    if (records_.empty()) {
        records_.resize(most_distance + 4);
        for (std::size_t i = 0; i < most_distance; ++i) before_[i] = i;
        now_ = most_distance;
        kept_ = now_ + 1;
        known_then_ = now_ + 2;
        known_now_ = now_ + 3;
    }
    for (std::size_t i = 0; i < distance_; ++i) records_[before_[i]].clear();
    records_[kept_].clear();
    looks_ = 0;
    keep_for_ = 1;
    turn_ = 0;
}

std::int64_t PeriodFinder::compare(const StateRecord& then, const StateRecord& now) {
    return now.now_ > then.now_ && same_state(then, now) ? periods_left(then, now, now) : 0;
}

bool PeriodFinder::same_state(const StateRecord& then, const StateRecord& now) {
    return then.fields_.size() == now.fields_.size() && then.resting_ == now.resting_ && then.clocks_ == now.clocks_ &&
           then.counters_.size() == now.counters_.size() && then.levels_.size() == now.levels_.size() &&
           std::equal(now.fields_.begin(), now.fields_.end(), then.fields_.begin());
}

std::int64_t PeriodFinder::periods_left(const StateRecord& then, const StateRecord& known, const StateRecord& now) {
    std::int64_t periods = never;
    int turned = 0; // the last nest in which a loop turned: outer ones come first, inner ones must then stand still
    for (std::size_t i = 0; i < now.levels_.size() && periods > 0; ++i) {
        const StateRecord::Level& level = now.levels_[i];
        const std::int64_t delta = known.levels_[i].value - then.levels_[i].value;
        if (delta == 0) continue;
        if (turned == level.nest || delta < 0) return 0;
        turned = level.nest;
        if (level.last != never)
            periods = std::min(periods, std::max<std::int64_t>(0, level.last - level.value) / delta);
    }
    return periods == never ? 0 : periods;
}

} // namespace fracbit::models::timing

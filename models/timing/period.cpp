#include "models/timing/period.hpp"

#include <algorithm>

namespace fracbit::models::timing {

void PeriodFinder::reset(std::int64_t distance) {
    constexpr std::int64_t most = 8; // longer distances are left to the state that is kept
    distance_ = distance <= most ? distance : 1;
    if (before_.size() < static_cast<std::size_t>(distance_)) before_.resize(static_cast<std::size_t>(distance_));
    for (StateRecord& state : before_) state.clear();
    kept_.clear();
    looks_ = 0;
    keep_for_ = 1;
    turn_ = 0;
}

std::int64_t PeriodFinder::compare(const StateRecord& earlier) {
    using Kind = StateRecord::Kind;
    const std::size_t count = now_.count_;
    if (earlier.count_ != count || earlier.digest_ != now_.digest_) return 0;
    deltas_.resize(count);
    std::array<std::int64_t, clock_count> clocks{}; // before which time nothing matters to a block; `never`: it rested
    clocks.fill(never);
    std::int64_t period = 0, periods = never, last = 0;
    bool outer_turned = false;
    for (std::size_t i = 0; i < count; ++i) {
        const StateRecord::Field &then = earlier.fields_[i], &now = now_.fields_[i];
        if (then.kind != now.kind) return 0;
        const std::int64_t delta = now.value - then.value;
        deltas_[i] = delta;
        switch (now.kind) {
        case Kind::same:
            if (delta != 0) return 0;
            break;
        case Kind::clock:
        case Kind::time:
            if (delta == 0) {
                if (now.kind == Kind::time && then.value >= clocks[static_cast<std::size_t>(now.clock)]) return 0;
                break;
            }
            if (delta < 0 || (period != 0 && delta != period)) return 0;
            period = delta;
            if (now.kind == Kind::clock) clocks[static_cast<std::size_t>(now.clock)] = then.value;
            break;
        case Kind::last:
            last = now.value;
            break;
        case Kind::counter:
            break;
        case Kind::nest:
            outer_turned = false;
            break;
        case Kind::label:
        case Kind::level:
            if (delta == 0) break;
            if (outer_turned || delta < 0) return 0;
            outer_turned = true;
            if (now.kind == Kind::level)
                periods = std::min(periods, std::max<std::int64_t>(0, last - now.value) / delta);
            break;
        }
        if (periods == 0) return 0;
    }
    return period == 0 || periods == never ? 0 : periods;
}

} // namespace fracbit::models::timing

#include "models/timing/output_drain.hpp"

#include <algorithm>

namespace fracbit::models::timing {

bool OutputDrains::at_rest(OutputStep& step) {
    const Segment* segment = memory_.waits_at_outputs();
    if (!segment || !scaler_.may_begin() || !writer_.idle() || links_.outputs.held.given() != links_.outputs.issued)
        return false;
    begin_ = scaler_.present();
    if (std::max({memory_.rest(), writer_.end(), scaler_.tally().free()}) > begin_) return false;
    step = {scaler_.positions(), scaler_.cycles(), scaler_.rows(), memory_.burst_phase(*segment)};
    if (segment->bits != 8 * step.positions * step.rows) return false;
    memory_.rest_until(begin_);
    writer_.rest_until(begin_);
    scaler_.rest_until(begin_);
    links_.outputs.freed.settle(begin_);
    return true;
}

bool OutputDrains::repeat_known(const OutputStep& step) {
    for (const Drain& drain : known_) {
        if (!(drain.step == step)) continue;
        memory_.repeat(drain.memory, begin_);
        writer_.repeat(drain.writer, begin_);
        scaler_.repeat(drain.scaler, begin_);
        links_.outputs.held.set_tail(drain.held, begin_);
        links_.outputs.freed.set_tail(drain.freed, begin_);
        ++copies_;
        return true;
    }
    return false;
}

void OutputDrains::remember(const OutputStep& step) {
    known_.push_back({step, memory_.outputs_since(begin_), writer_.since(begin_), scaler_.since(begin_),
                      links_.outputs.held.tail(begin_), links_.outputs.freed.tail(begin_)});
}

} // namespace fracbit::models::timing

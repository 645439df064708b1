#include "models/timing/weight_loads.hpp"

#include "models/timing/layer_work.hpp"

namespace fracbit::models::timing {

bool WeightLoads::path_at_rest() {
    if (!path_.begins_step() || !pipe_.at_rest(begin_)) return false;
    const LayerWork& work = path_.weights().work();
    held_ = work.planes * work.rows(path_.group()) * work.reduction * work.held_bits;
    return buffer_.at_rest(begin_, held_);
}

bool WeightLoads::loads_at_rest() {
    const LayerWork& work = path_.weights().work();
    const SliceFormat& format = path_.weights().format();
    const Run& run = path_.run();
    const std::int64_t units = work.plane_units();
    key_.assign({format.stored, format.decoded, format.per_word, format.weight_bits, pipe_.stages(), run.slices,
                 run.skipped, run.useful, work.planes, units, work.unit_weights(path_.group(), 0),
                 work.unit_weights(path_.group(), units - 1)});
    if (!memory_.list_loads(key_, outputs_) || !memory_.loads_fit(outputs_, begin_)) return false;
    memory_.list_flight(begin_, key_);
    return true;
}

bool WeightLoads::repeat_known() {
    for (const Load& load : known_) {
        if (load.key != key_) continue;
        memory_.repeat(load.memory, begin_);
        pipe_.repeat(load.words, begin_);
        buffer_.repeat(load.units, held_, begin_);
        path_.skip_step();
        ++copies_;
        return true;
    }
    return false;
}

void WeightLoads::work_out() {
    const std::int64_t group = path_.group();
    for (bool moved = true; moved;) {
        moved = memory_.pauses() && late_.advance();
        moved |= memory_.advance_to(outputs_, false) || memory_.paused();
        moved |= path_.advance();
    }
    if (!memory_.stands_at(outputs_) || !buffer_.empty() || (path_.group() == group && !path_.ended())) return;
    Load& load = known_.add();
    load.key = key_;
    memory_.loads_since(begin_, load.memory);
    pipe_.since(begin_, load.words);
    buffer_.since(begin_, load.units);
}

} // namespace fracbit::models::timing

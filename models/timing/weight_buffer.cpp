#include "models/timing/weight_buffer.hpp"

#include <algorithm>

namespace fracbit::models::timing {

void Gearbox::reset(std::int64_t capacity) {
    capacity_ = capacity;
    taken_ = wanted_ = giving_ = room_at_ = met_ = seen_ = 0;
    last_ = -1;
    words_.clear();
    takes_.clear();
    finished_ = false;
}

void WeightBuffer::reset(const LayerWork& work, const SliceFormat& format, bool with_mask) {
    work_ = &work;
    walk_.emplace(work);
    values_.reset(2 * format.largest_word());
    masks_.reset(2 * work.architecture->weights.mask_lanes);
    with_mask_ = with_mask;
    if (!with_mask) masks_.finish();
    weight_bits_ = format.weight_bits;
    per_cycle_ = with_mask ? work.architecture->weights.fill_width / 2 : work.architecture->weights.fill_width;
    done_ = walk_->done();
    given_ = free_ = held_bits_ = 0;
    left_ = done_ ? 0 : walk_->weights() * weight_bits_;
    first_ = space_at_ = unknown;
    stretches_.clear();
    compared_ = 0;
    give_cycles_ = wait_cycles_ = take_cycles_ = both_ = while_waiting_ = 0;
    last_compared_ = -1;
}

std::int64_t WeightBuffer::take(Gearbox& gearbox, std::int64_t visible, std::int64_t size) {
    // Room: so much must have been given before the cycle.
    const std::int64_t wanted = gearbox.taken_ + size - gearbox.capacity_;
    gearbox.wanted_ = wanted;
    if (wanted > gearbox.met_) {
        if (given_ < wanted) return unknown;
        for (;; ++gearbox.giving_) {
            const Stretch& stretch = stretches_[gearbox.giving_];
            if (stretch.before + stretch.cycles * stretch.each < wanted) continue;
            if (stretch.before < wanted)
                gearbox.room_at_ =
                    stretch.first + (stretch.cycles == 1 ? 1 : ceil_div(wanted - stretch.before, stretch.each));
            break;
        }
    }
    const std::int64_t cycle = std::max({visible, gearbox.last_ + 1, gearbox.room_at_});
    gearbox.last_ = cycle;
    gearbox.taken_ += size;
    if (size > 0) gearbox.words_.push({gearbox.taken_, cycle});
    gearbox.takes_.push(cycle);
    return cycle;
}

/// When the buffer has space for the unit; false before it is known.
bool WeightBuffer::find_space() {
    const std::int64_t bits = walk_->weights() * work_->held_bits;
    space_at_ = links_.units_freed.when(held_bits_ + bits - 8 * work_->architecture->weights.buffer_bytes);
    if (space_at_ == unknown) return false;
    held_bits_ += bits;
    return true;
}

/// The unit is whole from cycle free_ on.
void WeightBuffer::end_unit() {
    links_.unit_whole.push(free_);
    walk_->advance();
    begin_unit();
}

/// The one that `walk_` stands at, if there is any.
void WeightBuffer::begin_unit() {
    done_ = walk_->done();
    first_ = space_at_ = unknown;
    if (!done_) left_ = walk_->weights() * weight_bits_;
}

/// What was taken before `cycle` can be given in it.
void WeightBuffer::look(Gearbox& gearbox, std::int64_t cycle) {
    while (!gearbox.words_.empty() && gearbox.words_.front().time < cycle) {
        gearbox.seen_ = gearbox.words_.front().amount;
        gearbox.words_.pop();
    }
}

/// Whether no further take can come before `cycle`, the first that has not given: it may wait for what is given then.
bool WeightBuffer::sure(const Gearbox& gearbox, std::int64_t cycle) const {
    return gearbox.finished_ || !gearbox.words_.empty() || cycle <= gearbox.last_ + 1 || gearbox.wanted_ > given_;
}

/// The first cycle in which the unit's first bits are held, room in the buffer or not.
bool WeightBuffer::find_first() {
    for (Gearbox* gearbox : {&values_, &masks_}) {
        if (gearbox == &masks_ && !with_mask_) break;
        look(*gearbox, free_);
        if (gearbox->seen_ > given_) continue;
        if (gearbox->words_.empty()) return false;
        free_ = gearbox->words_.front().time + 1;
        look(*gearbox, free_);
    }
    first_ = free_;
    return true;
}

bool WeightBuffer::give() {
    bool moved = false;
    while (!done_) {
        if (space_at_ == unknown && !find_space()) break;
        if (first_ == unknown && !find_first()) break;
        if (space_at_ > free_) {
            stretches_.push({free_, space_at_ - free_, given_, 0});
            wait_cycles_ += space_at_ - free_;
            free_ = space_at_;
        }
        look(values_, free_);
        std::int64_t held = values_.seen_ - given_;
        std::int64_t amount = std::min(per_cycle_, left_);
        bool bound = held >= amount || sure(values_, free_);
        if (with_mask_) {
            look(masks_, free_);
            const std::int64_t masks = masks_.seen_ - given_;
            const bool values_bind = held < amount && bound && held <= masks;
            const bool masks_bind = masks < amount && sure(masks_, free_) && masks <= held;
            bound = values_bind || masks_bind || (held >= amount && masks >= amount);
            held = std::min(held, masks);
        }
        if (!bound) break;
        if (held == 0) {
            // Within a unit: on to the next word.
            std::int64_t next = free_;
            if (values_.seen_ == given_) {
                if (values_.words_.empty()) break;
                next = std::max(next, values_.words_.front().time + 1);
            }
            if (with_mask_ && masks_.seen_ == given_) {
                if (masks_.words_.empty()) break;
                next = std::max(next, masks_.words_.front().time + 1);
            }
            free_ = next;
            continue;
        }
        std::int64_t cycles = 1;
        if (held >= amount && amount == per_cycle_) {
            if (held >= 2 * amount && left_ >= 2 * amount) cycles = std::min(held, left_) / amount;
        } else {
            amount = std::min(amount, held);
        }
        stretches_.push({free_, cycles, given_, amount});
        give_cycles_ += cycles;
        given_ += cycles * amount;
        left_ -= cycles * amount;
        free_ += cycles;
        moved = true;
        if (left_ == 0) end_unit();
    }
    compare(false);
    return moved;
}

/// Counts cycles that take, and those of them that also give or wait.
void WeightBuffer::compare(bool at_end) {
    for (;;) {
        const bool values = !values_.takes_.empty(), masks = !masks_.takes_.empty();
        if (!values && !masks) break;
        if (!at_end && ((!values && !values_.finished_) || (!masks && !masks_.finished_))) break;
        const bool first = values && (!masks || values_.takes_.front() <= masks_.takes_.front());
        Ring<std::int64_t>& takes = first ? values_.takes_ : masks_.takes_;
        const std::int64_t cycle = takes.front();
        while (compared_ < stretches_.end() && stretches_[compared_].first + stretches_[compared_].cycles <= cycle)
            ++compared_;
        if (compared_ == stretches_.end() && !at_end && !done_) break;
        takes.pop();
        if (cycle == last_compared_) continue; // the other gearbox took in this cycle too
        last_compared_ = cycle;
        ++take_cycles_;
        if (compared_ < stretches_.end() && stretches_[compared_].first <= cycle)
            ++(stretches_[compared_].each > 0 ? both_ : while_waiting_);
    }
    drop_stretches();
}

bool WeightBuffer::at_rest(std::int64_t cycle, std::int64_t held) {
    if (done_ || with_mask_ || !empty() || values_.last_ >= cycle || free_ > cycle) return false;
    if (space_at_ == unknown && !find_space()) return false;
    const std::int64_t rest = held - walk_->weights() * work_->held_bits; // the first unit has its space
    return space_at_ <= cycle &&
           links_.units_freed.reached(held_bits_ + rest - 8 * work_->architecture->weights.buffer_bytes, cycle);
}

void WeightBuffer::begin_units() {
    before_ = {given_, give_cycles_, wait_cycles_, take_cycles_, both_, while_waiting_, links_.unit_whole.end()};
}

void WeightBuffer::since(std::int64_t origin, Units& units) {
    units.decoded = given_ - before_.given;
    units.last = values_.last_ - origin;
    units.free = free_ - origin;
    units.gives = give_cycles_ - before_.gives;
    units.waits = wait_cycles_ - before_.waits;
    units.takes = take_cycles_ - before_.takes;
    units.both = both_ - before_.both;
    units.while_waiting = while_waiting_ - before_.while_waiting;
    units.giving = values_.giving_ - stretches_.first();
    units.compared = compared_ - stretches_.first();
    units.met = values_.met_ - given_;
    units.room_at = values_.room_at_ - origin;
    units.stretches.clear();
    units.whole.clear();
    stretches_.each([&](const Stretch& stretch) {
        units.stretches.push_back({stretch.first - origin, stretch.cycles, stretch.before - given_, stretch.each});
    });
    for (std::int64_t unit = before_.units; unit < links_.unit_whole.end(); ++unit)
        units.whole.push_back(links_.unit_whole[unit] - origin);
}

void WeightBuffer::repeat(const Units& units, std::int64_t held, std::int64_t origin) {
    held_bits_ += held - walk_->weights() * work_->held_bits;
    for (const std::int64_t whole : units.whole) links_.unit_whole.push(origin + whole);
    const std::int64_t given = given_ + units.decoded;
    meet(given, origin + units.last, given, origin + units.free);
    values_.giving_ += units.giving;
    compared_ += units.compared;
    values_.met_ += units.met;
    values_.room_at_ = origin + units.room_at;
    for (const Stretch& stretch : units.stretches)
        stretches_.push({origin + stretch.first, stretch.cycles, given + stretch.before, stretch.each});
    give_cycles_ += units.gives;
    wait_cycles_ += units.waits;
    take_cycles_ += units.takes;
    both_ += units.both;
    while_waiting_ += units.while_waiting;
    walk_->next_step();
    begin_unit();
}

void WeightBuffer::drop_stretches() {
    std::int64_t keep = std::min(compared_, values_.giving_);
    if (with_mask_) keep = std::min(keep, masks_.giving_);
    stretches_.drop_before(keep);
}

BlockCycles WeightBuffer::cycles(std::int64_t total) {
    compare(true);
    const std::int64_t busy = give_cycles_ + take_cycles_ - both_, stall_out = wait_cycles_ - while_waiting_;
    return {Cycles(busy), Cycles(free_ - busy - stall_out), Cycles(stall_out), Cycles(total - free_)};
}

} // namespace fracbit::models::timing

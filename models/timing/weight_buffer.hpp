// The decoded-weight buffer and the gearboxes in front of it (docs/machine.md, "weight_buffer").
#pragma once

#include "models/timing/layer_work.hpp"
#include "models/timing/links.hpp"
#include "models/timing/period.hpp"
#include "models/timing/plain_weights.hpp"

#include <algorithm>
#include <optional>

namespace fracbit::models::timing {

/// A gearbox: takes whole words when they fit; what it took can be given from the next cycle on.
class Gearbox {
public:
    void reset(std::int64_t capacity);
    [[nodiscard]] std::int64_t taken() const { return taken_; }
    [[nodiscard]] std::int64_t last() const { return last_; }
    [[nodiscard]] bool finished() const { return finished_; }
    void finish() { finished_ = true; }

    /// `given`: what left the gearbox.
    template <class Visitor>
    void walk(Visitor& visitor, std::int64_t given, std::int64_t first_stretch) {
        visitor.same(finished_ ? 1 : 0);
        visitor.same(taken_ - given);
        visitor.same(seen_ - given);
        visitor.same(std::max<std::int64_t>(0, wanted_ - given));
        visitor.same(giving_ - first_stretch);
        visitor.same(std::max<std::int64_t>(0, met_ - given));
        visitor.time(room_at_, Clock::gearbox);
        visitor.same(words_.end() - words_.first());
        words_.each([&](Reached& word) {
            visitor.same(word.amount - given);
            visitor.time(word.time, Clock::buffer);
        });
        visitor.same(takes_.end() - takes_.first());
        takes_.each([&](std::int64_t& take) { visitor.event(take, Clock::buffer); });
    }

private:
    friend class WeightBuffer;
    std::int64_t capacity_ = 0;
    std::int64_t taken_ = 0, last_ = -1; ///< in all, and the cycle of the last take
    std::int64_t wanted_ = 0;            ///< to be given before the next word is taken
    std::int64_t giving_ = 0;            ///< the stretch of giving that made room for the last word
    std::int64_t room_at_ = 0;
    std::int64_t met_ = 0;     ///< up to here, what had to be given for a take had been by room_at_
    std::int64_t seen_ = 0;    ///< taken before the cycle that is looked at
    Ring<Reached> words_;      ///< takes that the giver has not come to
    Ring<std::int64_t> takes_; ///< cycles not yet compared with cycles of giving
    bool finished_ = false;
};

class WeightBuffer {
    /// Cycles of giving `each`, or of waiting for space (each = 0), in a row.
    struct Stretch {
        std::int64_t first, cycles, before, each;
    };

public:
    explicit WeightBuffer(Links& links) : links_(links) {}
    /// `with_mask`: weights go in pairs of value and mask. `largest` is the largest word.
    void reset(const LayerWork& work, const SliceFormat& format, bool with_mask);

    [[nodiscard]] Gearbox& values() { return values_; }
    [[nodiscard]] Gearbox& masks() { return masks_; }
    /// The cycle in which a gearbox takes its next word of `size`, visible from `visible` on; `unknown` before enough
    /// has been given.
    std::int64_t take(Gearbox& gearbox, std::int64_t visible, std::int64_t size);
    /// Takes and gives where both are known up to the same cycle.
    class Meeting;
    /// Gives as far as it is known. True if anything was given.
    bool give();
    /// After a `take` of weights without masks: on to where `meet` can go on, without giving more than that needs.
    void catch_up() {
        compare(false);
        if (!values_.takes_.empty()) give();
    }
    [[nodiscard]] bool done() const { return done_; }
    /// Whether nothing is held before `cycle`, and the next units of `held` bits in all find space then.
    [[nodiscard]] bool at_rest(std::int64_t cycle, std::int64_t held);
    /// What the units of a step, from rest, leave behind, in cycles since `origin`.
    struct Units {
        std::int64_t decoded = 0, last = 0, free = 0, gives = 0, waits = 0, takes = 0, both = 0, while_waiting = 0;
        std::vector<std::int64_t> whole;
        /// The next word may be taken before the last bits are given: when there was room for it.
        std::vector<Stretch> stretches; ///< before: counted from all that was given
        std::int64_t giving = 0, compared = 0, met = 0, room_at = 0;
    };
    void begin_units();
    void since(std::int64_t origin, Units& units);
    void repeat(const Units& units, std::int64_t held, std::int64_t origin);
    /// Whether all units begun are whole and no word waits.
    [[nodiscard]] bool empty() const {
        return values_.takes_.empty() && values_.words_.empty() && values_.taken_ == given_ && first_ == unknown;
    }
    /// Whether that is so, and nothing of it is still to be forgotten.
    [[nodiscard]] bool rests() const { return empty() && stretches_.empty(); }
    /// Whether all words are given, and the next one, of `size` and usable in `cycle`, will be in one cycle.
    [[nodiscard]] bool waits_for_word(std::int64_t cycle, std::int64_t size) const {
        return !with_mask_ && !done_ && values_.takes_.empty() && values_.taken_ == given_ && size <= per_cycle_ &&
               values_.last_ < cycle && free_ <= cycle;
    }
    /// After that: units that end with the next `words` words of `size` and find space as their first one is given.
    /// Each word is given in the cycle after it was taken and before the next one is: `taken(some)` passes so many
    /// words and tells when the last of them is. How many words.
    template <class Taken>
    std::int64_t late_units(std::int64_t words, std::int64_t size, Taken taken);
    [[nodiscard]] BlockCycles cycles(std::int64_t total);
    [[nodiscard]] std::int64_t given() const { return given_; }
    [[nodiscard]] std::int64_t free() const { return free_; }
    template <class Visitor>
    void walk_clocks(Visitor& visitor) {
        visitor.clock(Clock::gearbox, values_.last_);
        visitor.clock(Clock::buffer, free_);
    }
    /// Weights without masks.
    template <class Visitor>
    void walk(Visitor& visitor) {
        walk_->walk(visitor);
        visitor.same(done_ ? 1 : 0);
        visitor.same(left_);
        visitor.same((first_ == unknown ? 1 : 0) + (space_at_ == unknown ? 2 : 0));
        if (first_ != unknown) visitor.time(first_, Clock::buffer);
        if (space_at_ != unknown) visitor.time(space_at_, Clock::buffer);
        visitor.same(held_bits_ - links_.units_freed.given());
        values_.walk(visitor, given_, stretches_.first());
        visitor.same(stretches_.end() - stretches_.first());
        visitor.same(compared_ - stretches_.first());
        stretches_.each([&](Stretch& stretch) {
            visitor.event(stretch.first, Clock::gearbox);
            visitor.same(stretch.cycles);
            visitor.same(stretch.before - given_);
            visitor.same(stretch.each);
        });
        visitor.counter(give_cycles_);
        visitor.counter(wait_cycles_);
        visitor.counter(take_cycles_);
        visitor.counter(both_);
        visitor.counter(while_waiting_);
    }

private:
    /// Taken and given are both known up to `free`: nothing that happened before needs a record.
    void meet(std::int64_t taken, std::int64_t last, std::int64_t given, std::int64_t free) {
        values_.words_.clear();
        stretches_.drop_before(stretches_.end());
        values_.taken_ = values_.seen_ = taken;
        values_.last_ = last;
        values_.giving_ = compared_ = stretches_.end();
        values_.met_ = given_ = given;
        values_.room_at_ = free_ = free;
    }
    void look(Gearbox& gearbox, std::int64_t cycle);
    bool find_space();
    void end_unit();
    void begin_unit();
    [[nodiscard]] bool sure(const Gearbox& gearbox, std::int64_t cycle) const;
    bool find_first();
    void compare(bool at_end);
    void drop_stretches();

    Links& links_;
    const LayerWork* work_ = nullptr;
    std::optional<UnitWalk> walk_;
    Gearbox values_, masks_;
    bool with_mask_ = false, done_ = false;
    std::int64_t weight_bits_ = 1, per_cycle_ = 1;
    std::int64_t given_ = 0, left_ = 0, free_ = 0; ///< given in all, left of the unit, first cycle that has not given
    std::int64_t first_ = unknown;                 ///< cycle from which the unit's first bits are held
    std::int64_t space_at_ = unknown, held_bits_ = 0;
    Ring<Stretch> stretches_;
    std::int64_t compared_ = 0;
    std::int64_t give_cycles_ = 0, wait_cycles_ = 0, take_cycles_ = 0, both_ = 0, while_waiting_ = 0,
                 last_compared_ = -1;
    struct Before {
        std::int64_t given = 0, gives = 0, waits = 0, takes = 0, both = 0, while_waiting = 0, units = 0;
    } before_;
};

template <class Taken>
std::int64_t WeightBuffer::late_units(std::int64_t words, std::int64_t size, Taken taken) {
    std::int64_t done = 0, last = 0;
    // Units of one size together: the rest of the plane without its last one, which goes alone.
    for (bool on = true; on && !done_;) {
        const std::int64_t of_unit = left_ / size;
        if (of_unit * size != left_) break;
        const bool whole = left_ == walk_->weights() * weight_bits_;
        const std::int64_t alike = whole ? std::max<std::int64_t>(1, walk_->equal_units()) : 1;
        std::int64_t units = 0;
        for (; units < alike && done + of_unit <= words; ++units) {
            if ((space_at_ == unknown && !find_space()) || space_at_ > taken(1) + 1) break;
            last = taken(of_unit - 1);
            links_.unit_whole.push(last + 2);
            space_at_ = unknown;
            done += of_unit;
        }
        on = units == alike;
        if (units == 0) break;
        const std::int64_t space_at = space_at_;
        walk_->skip(units - 1);
        walk_->advance();
        begin_unit();
        space_at_ = space_at;
    }
    if (done == 0) return 0;
    give_cycles_ += done;
    take_cycles_ += done;
    const std::int64_t given = given_ + done * size;
    meet(given, last, given, last + 2);
    return done;
}

} // namespace fracbit::models::timing

// What the blocks tell each other: when data arrived, when space came free. All times are cycles of the layer; a value
// that nobody can know yet is `unknown`.
#pragma once

#include "models/core/units.hpp"
#include "models/timing/period.hpp"
#include "models/timing/ring.hpp"

#include <algorithm>
#include <cstdint>
#include <vector>

namespace fracbit::models::timing {

inline constexpr std::int64_t unknown = -1;

/// `amount` (bits, bytes) had been reached, in all, by cycle `time`.
struct Reached {
    std::int64_t amount = 0;
    std::int64_t time = 0;
};

/// A count that only grows, and the times at which it grew.
class Growth {
public:
    void reset() {
        steps_.clear();
        last_ = {};
        given_ = 0;
    }
    [[gnu::always_inline]] void add(std::int64_t amount, std::int64_t time) { steps_.push({given_ += amount, time}); }
    /// When `amount` was reached: 0 for nothing, `unknown` while it has not been. Amounts asked for never shrink.
    [[gnu::always_inline]] std::int64_t when(std::int64_t amount) {
        while (last_.amount < amount) {
            if (steps_.empty()) return unknown;
            last_ = steps_.front();
            steps_.pop();
        }
        return last_.time;
    }

    /// The count in registers, for loops: taken off it, used instead of it, put back.
    struct Cursor {
        Ring<Reached>::Cursor steps;
        Reached last;
        std::int64_t given;
        void add(std::int64_t amount, std::int64_t time) { steps.push({given += amount, time}); }
        std::int64_t when(std::int64_t amount) {
            while (last.amount < amount) {
                if (steps.empty()) return unknown;
                last = steps.front();
                ++steps.first;
            }
            return last.time;
        }
    };
    /// With room for `more` steps.
    [[nodiscard]] Cursor cursor(std::int64_t more) { return {steps_.cursor(more), last_, given_}; }
    void put_back(const Cursor& cursor) {
        steps_.put_back(cursor.steps);
        last_ = cursor.last;
        given_ = cursor.given;
    }
    /// What is left of the count: steps not passed, the last that was; amounts less than given in all.
    struct Tail {
        std::vector<Reached> steps;
        Reached last;
    };
    [[nodiscard]] Tail tail(std::int64_t origin) {
        Tail tail;
        tail.last = {last_.amount - given_, last_.time - origin};
        steps_.each([&](const Reached& step) { tail.steps.push_back({step.amount - given_, step.time - origin}); });
        return tail;
    }
    void set_tail(const Tail& tail, std::int64_t origin) {
        last_ = {given_ + tail.last.amount, std::max<std::int64_t>(0, origin + tail.last.time)};
        steps_.clear();
        for (const Reached& step : tail.steps) steps_.push({given_ + step.amount, origin + step.time});
    }
    /// Whether `amount` had been reached by `time`. Amounts asked for may shrink.
    [[nodiscard]] bool reached(std::int64_t amount, std::int64_t time) const {
        if (last_.amount >= amount) return last_.time <= time;
        if (given_ < amount) return false;
        std::int64_t low = steps_.first(), high = steps_.end() - 1; // the first step with `amount` is one of these
        while (low < high) {
            const std::int64_t middle = low + (high - low) / 2;
            if (steps_[middle].amount >= amount)
                high = middle;
            else
                low = middle + 1;
        }
        return steps_[low].time <= time;
    }
    /// The next step not passed yet, if it is known.
    [[nodiscard]] const Reached* next() const { return steps_.empty() ? nullptr : &steps_.front(); }
    void pass() {
        last_ = steps_.front();
        steps_.pop();
    }
    [[nodiscard]] const Reached& passed() const { return last_; }
    [[nodiscard]] std::int64_t given() const { return given_; }
    /// Nobody asks for times before `now` any more: they are all the same.
    void settle(std::int64_t now) {
        while (!steps_.empty() && steps_.front().time <= now) pass();
        if (last_.time <= now) last_.time = 0;
    }
    /// Amounts are compared with what was given in all.
    template <class Visitor>
    void walk(Visitor& visitor, Clock clock) {
        visitor.same(steps_.end() - steps_.first());
        visitor.same(given_ - last_.amount);
        visitor.time(last_.time, clock);
        steps_.each([&](Reached& step) {
            visitor.same(given_ - step.amount);
            visitor.time(step.time, clock);
        });
    }

private:
    Ring<Reached> steps_;
    Reached last_;
    std::int64_t given_ = 0;
};

/// A count that grows by as much in each of several cycles in a row.
class SteadyGrowth {
public:
    void reset() {
        stretches_.clear();
        given_ = passed_ = 0;
    }
    /// By `amount` in each of `times` cycles from `first` on.
    void add_each(std::int64_t amount, std::int64_t times, std::int64_t first) {
        if (!stretches_.empty()) {
            Stretch& last = stretches_.back();
            if (last.each == amount && last.first + last.times == first) {
                last.times += times;
                given_ += amount * times;
                return;
            }
        }
        stretches_.push({given_, amount, times, first});
        given_ += amount * times;
    }
    void add(std::int64_t amount, std::int64_t time) { add_each(amount, 1, time); }
    /// As `Growth::when`.
    std::int64_t when(std::int64_t amount) {
        if (amount <= 0) return 0;
        while (!stretches_.empty()) {
            const Stretch& stretch = stretches_.front();
            if (stretch.before + stretch.each * stretch.times >= amount) {
                if (amount <= stretch.before) return passed_;
                return stretch.first + ceil_div(amount - stretch.before, stretch.each) - 1;
            }
            passed_ = stretch.first + stretch.times - 1;
            stretches_.pop();
        }
        return amount <= given_ ? passed_ : unknown;
    }
    /// As `Growth::settle`.
    void settle(std::int64_t now) {
        while (!stretches_.empty() && stretches_.front().first <= now) {
            Stretch& stretch = stretches_.front();
            const std::int64_t past = std::min(stretch.times, now - stretch.first + 1);
            passed_ = stretch.first + past - 1;
            stretch.before += past * stretch.each;
            stretch.first += past;
            stretch.times -= past;
            if (stretch.times > 0) break;
            stretches_.pop();
        }
        if (passed_ <= now) passed_ = 0;
    }
    /// As `Growth::tail`.
    struct Tail;
    [[nodiscard]] Tail tail(std::int64_t origin);
    void set_tail(const Tail& tail, std::int64_t origin);
    template <class Visitor>
    void walk(Visitor& visitor, Clock clock) {
        visitor.same(stretches_.end() - stretches_.first());
        visitor.time(passed_, clock);
        stretches_.each([&](Stretch& stretch) {
            visitor.same(given_ - stretch.before);
            visitor.same(stretch.each);
            visitor.same(stretch.times);
            visitor.event(stretch.first, clock);
        });
    }

private:
    struct Stretch {
        std::int64_t before, each, times, first;
    };
    Ring<Stretch> stretches_;
    std::int64_t given_ = 0, passed_ = 0;
};

struct SteadyGrowth::Tail {
    std::vector<Stretch> stretches;
    std::int64_t passed = 0;
};

inline SteadyGrowth::Tail SteadyGrowth::tail(std::int64_t origin) {
    Tail tail;
    tail.passed = passed_ - origin;
    stretches_.each([&](const Stretch& stretch) {
        tail.stretches.push_back({stretch.before - given_, stretch.each, stretch.times, stretch.first - origin});
    });
    return tail;
}

inline void SteadyGrowth::set_tail(const Tail& tail, std::int64_t origin) {
    passed_ = std::max<std::int64_t>(0, origin + tail.passed);
    stretches_.clear();
    for (const Stretch& stretch : tail.stretches)
        stretches_.push({given_ + stretch.before, stretch.each, stretch.times, origin + stretch.first});
}

/// A buffer that reads reserve when they issue.
template <class Freed = Growth>
struct BufferSpace {
    std::int64_t capacity = 0, reserved = 0, taken = 0;
    Freed freed;
    void reset(std::int64_t size) {
        capacity = size;
        reserved = taken = 0;
        freed.reset();
    }
    /// First cycle with room for `amount` more.
    std::int64_t when_free(std::int64_t amount) { return freed.when(reserved + amount - capacity); }
};

using Space = BufferSpace<>;

/// A stream from memory to a reader: its space, and what arrived.
template <class Freed = Growth>
struct StreamLink {
    BufferSpace<Freed> space;
    Growth arrived;
    void reset(std::int64_t size) {
        space.reset(size);
        arrived.reset();
    }
};

using ReadLink = StreamLink<>;
using SteadyLink = StreamLink<SteadyGrowth>;

/// Bytes that wait to be written: `held` can be issued from its time on, `freed` is space that came back.
struct WriteLink {
    Growth held, freed;
    std::int64_t issued = 0;
    void reset() {
        held.reset();
        freed.reset();
        issued = 0;
    }
};

struct Links {
    SteadyLink seeds;
    ReadLink counts, locations, mask, csr_counts;
    std::vector<SteadyLink> csr_entries;
    Space scales, sums; ///< of the operand reader
    static constexpr std::int64_t largest_burst = 4096;
    std::int64_t activation_space = 0, activation_reserved = 0;
    Growth windows_freed, residuals_freed;
    bool windows_pending = false, residuals_pending = false; ///< whether more can still come free
    WriteLink outputs, spilled;
    Ring<std::int64_t> activations_there, residual_there; ///< by step
    Ring<std::int64_t> scales_there;                      ///< by row group
    Growth sums_arrived;                                  ///< bytes of spilled sums
    Ring<std::int64_t> unit_whole;                        ///< by unit of the decoded-weight buffer
    Growth units_freed;                                   ///< bits
    Ring<std::int64_t> sums_there;                        ///< by step: the scaler sees its sums
    Ring<std::int64_t> position_sums;                     ///< order = spill: by position
    Growth position_drained;                              ///< order = spill: positions
    Ring<std::int64_t> drained;                           ///< by step: its accumulators are free

    /// Drops what lies in the past of the blocks that wait for it.
    void settle(std::int64_t memory, std::int64_t reader, std::int64_t buffer, std::int64_t writer) {
        seeds.space.freed.settle(memory);
        for (Growth* growth : {&scales.freed, &windows_freed, &residuals_freed, &outputs.held}) growth->settle(memory);
        seeds.arrived.settle(reader);
        units_freed.settle(buffer);
        outputs.freed.settle(writer);
    }
    /// Rows of the input that stay fill the buffer; it was planned large enough for them, but not for what else is in
    /// it.
    template <class Visitor>
    void walk_activations(Visitor& visitor) {
        const std::int64_t freed = windows_freed.given() + residuals_freed.given();
        visitor.nest();
        visitor.level_of(activation_reserved - freed, activation_space - largest_burst, activation_reserved);
    }
    /// What array layers and the vector unit share: tensors in the activation buffer, and outputs.
    template <class Visitor>
    void walk_tensors(Visitor& visitor) {
        walk_activations(visitor);
        windows_freed.walk(visitor, Clock::activation_port);
        residuals_freed.walk(visitor, Clock::activation_port);
        walk_outputs(visitor);
    }
    template <class Visitor>
    void walk_outputs(Visitor& visitor) {
        outputs.held.walk(visitor, Clock::output_port);
        outputs.freed.walk(visitor, Clock::writer);
        visitor.same(outputs.held.given() - outputs.issued);
    }
    /// All but what only pruned weights and order = spill use. `consumed`: seed bits that left the reader; the steps
    /// and the row group that array and scaler are in; when the loader was free before anything was moved.
    template <class Visitor>
    void walk(Visitor& visitor, std::int64_t consumed, std::int64_t array_step, std::int64_t scaler_step,
              std::int64_t scaler_group, std::int64_t loader_free) {
        visitor.same(seeds.space.reserved - consumed);
        seeds.space.freed.walk(visitor, Clock::weight_port);
        seeds.arrived.walk(visitor, Clock::reader);
        visitor.same(scales.reserved - scales.freed.given());
        scales.freed.walk(visitor, Clock::scale_port);
        walk_tensors(visitor);
        visitor.same(activations_there.first() - array_step);
        visitor.same(residual_there.first() - scaler_step);
        visitor.same(scales_there.first() - scaler_group);
        visitor.same(sums_there.first() - scaler_step);
        visitor.same(drained.end() - scaler_step);
        activations_there.walk_times(visitor, Clock::array_steps);
        residual_there.walk_times(visitor, Clock::drain_steps);
        scales_there.walk_times(visitor, Clock::drain_steps);
        unit_whole.walk_later_times(visitor, Clock::loader, loader_free);
        units_freed.walk(visitor, Clock::buffer);
        sums_there.walk_times(visitor, Clock::drain_steps);
        drained.walk_times(visitor, Clock::array_steps);
    }
    /// The same for the vector unit.
    template <class Visitor>
    void walk_vector_unit(Visitor& visitor, std::int64_t step) {
        walk_tensors(visitor);
        visitor.same(activations_there.first() - step);
        visitor.same(residual_there.first() - step);
        activations_there.walk_times(visitor, Clock::drain_steps);
        residual_there.walk_times(visitor, Clock::drain_steps);
    }
    void renumber_vector_unit(std::int64_t steps) {
        if (steps == 0) return;
        activations_there.renumber(steps);
        residual_there.renumber(steps);
    }
    /// The steps that the times by step belong to have turned.
    void renumber(std::int64_t array_steps, std::int64_t scaler_steps, std::int64_t groups) {
        if (array_steps > 0) activations_there.renumber(array_steps);
        if (scaler_steps == 0) return;
        for (Ring<std::int64_t>* ring : {&residual_there, &sums_there, &drained}) ring->renumber(scaler_steps);
        if (groups > 0) scales_there.renumber(groups);
    }
};

} // namespace fracbit::models::timing

// Counts that only grow, and when they grew: what arrived, what came free.
#pragma once

#include "models/core/units.hpp"
#include "models/timing/period.hpp"
#include "models/timing/ring.hpp"

#include <algorithm>
#include <cstdint>
#include <vector>

namespace fracbit::models::timing {

/// A time that nobody can know yet.
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
        /// Of the last step so far.
        [[nodiscard]] std::int64_t latest() const { return steps.empty() ? last.time : steps[steps.end - 1].time; }
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
    void tail(std::int64_t origin, Tail& tail) {
        tail.last = {last_.amount - given_, last_.time - origin};
        tail.steps.clear();
        steps_.each([&](const Reached& step) { tail.steps.push_back({step.amount - given_, step.time - origin}); });
    }
    /// `more`: given in all since.
    void set_tail(const Tail& tail, std::int64_t origin, std::int64_t more = 0) {
        given_ += more;
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
    /// Grew by `amount` more, by `time`; nobody will ask for any step before that.
    void pass_all(std::int64_t amount, std::int64_t time = 0) {
        given_ += amount;
        last_ = {given_, time};
        steps_.clear();
    }
    /// The next step not passed yet, if it is known.
    [[nodiscard]] const Reached* next() const { return steps_.empty() ? nullptr : &steps_.front(); }
    void pass() {
        last_ = steps_.front();
        steps_.pop();
    }
    [[nodiscard]] const Reached& passed() const { return last_; }
    [[nodiscard]] std::int64_t given() const { return given_; }
    /// Units of `size`, the first of which needs the count to reach `needed`: one is taken a cycle from `cycle` on,
    /// none before what it needs was reached. The cycle after the last that can be.
    [[nodiscard]] std::int64_t units_end(std::int64_t needed, std::int64_t size, std::int64_t cycle) const {
        const auto take = [&](const Reached& step) {
            if (needed > step.amount) return;
            cycle = std::max(cycle, step.time);
            for (; needed <= step.amount; needed += size) ++cycle;
        };
        take(last_);
        for (std::int64_t i = steps_.first(); i < steps_.end(); ++i) take(steps_[i]);
        return cycle;
    }
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
    /// Not in the cycle after it grew before.
    void add_apart(std::int64_t amount, std::int64_t time) {
        stretches_.push({given_, amount, 1, time});
        given_ += amount;
    }
    /// As `Growth::pass_all`.
    void pass_all(std::int64_t amount, std::int64_t time) {
        given_ += amount;
        passed_ = time;
        stretches_.clear();
    }
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
    /// Whether `amount`, `amount` + `step`, ... up to what was given in all had been reached, each by the next of the
    /// times that `by()` tells.
    template <class Time>
    [[nodiscard]] bool reached(std::int64_t amount, std::int64_t step, Time by) const {
        std::int64_t at = stretches_.first();
        for (; amount <= given_; amount += step) {
            while (at < stretches_.end() && stretches_[at].before + stretches_[at].each * stretches_[at].times < amount)
                ++at;
            if (at == stretches_.end()) break;
            const Stretch& stretch = stretches_[at];
            const std::int64_t time = amount <= stretch.before
                                          ? passed_
                                          : stretch.first + ceil_div(amount - stretch.before, stretch.each) - 1;
            if (time > by()) return false;
        }
        return true;
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
    void tail(std::int64_t origin, Tail& tail);
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

inline void SteadyGrowth::tail(std::int64_t origin, Tail& tail) {
    tail.passed = passed_ - origin;
    tail.stretches.clear();
    stretches_.each([&](const Stretch& stretch) {
        tail.stretches.push_back({stretch.before - given_, stretch.each, stretch.times, stretch.first - origin});
    });
}

inline void SteadyGrowth::set_tail(const Tail& tail, std::int64_t origin) {
    passed_ = std::max<std::int64_t>(0, origin + tail.passed);
    stretches_.clear();
    for (const Stretch& stretch : tail.stretches)
        stretches_.push({given_ + stretch.before, stretch.each, stretch.times, origin + stretch.first});
}

} // namespace fracbit::models::timing

// What the blocks tell each other: when data arrived, when space came free. All times are cycles of the layer; a value that
// nobody can know yet is `unknown`.
#pragma once

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
    void add(std::int64_t amount, std::int64_t time) { steps_.push({given_ += amount, time}); }
    /// When `amount` was reached: 0 for nothing, `unknown` while it has not been. Amounts asked for never shrink.
    std::int64_t when(std::int64_t amount) {
        while (last_.amount < amount) {
            if (steps_.empty()) return unknown;
            last_ = steps_.front();
            steps_.pop();
        }
        return last_.time;
    }
    /// The next step not passed yet, if it is known.
    [[nodiscard]] const Reached* next() const { return steps_.empty() ? nullptr : &steps_.front(); }
    void pass() {
        last_ = steps_.front();
        steps_.pop();
    }
    [[nodiscard]] const Reached& passed() const { return last_; }

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
        stretches_.push({given_, amount, times, first});
        given_ += amount * times;
    }
    void add(std::int64_t amount, std::int64_t time) { add_each(amount, 1, time); }
    /// As `Growth::when`.
    std::int64_t when(std::int64_t amount) {
        if (amount <= 0) return 0;
        while (!stretches_.empty()) {
            const Stretch& stretch = stretches_.front();
            if (stretch.before + stretch.each * stretch.times >= amount)
                return amount <= stretch.before ? passed_ : stretch.first + (amount - stretch.before + stretch.each - 1) / stretch.each - 1;
            passed_ = stretch.first + stretch.times - 1;
            stretches_.pop();
        }
        return unknown;
    }

private:
    struct Stretch {
        std::int64_t before, each, times, first;
    };
    Ring<Stretch> stretches_;
    std::int64_t given_ = 0, passed_ = 0;
};

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
using CsrLink = StreamLink<SteadyGrowth>;

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
    ReadLink seeds, counts, locations, mask, csr_counts;
    std::vector<CsrLink> csr_entries;
    Space scales, sums;                  ///< of the operand reader
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
};

} // namespace fracbit::models::timing

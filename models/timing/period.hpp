// Finds periods of the recurrences and skips them (docs/timing.md, "Periods"). The state of the blocks is walked field
// by field; two states are alike if all times that changed did so by the same amount, all counts stand alike to each
// other, and every loop is inside the same stretch of equal turns. What happened between them then happens again and
// again.
#pragma once

#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdint>
#include <limits>
#include <utility>
#include <vector>

namespace fracbit::models::timing {

inline constexpr std::int64_t never = std::numeric_limits<std::int64_t>::max();

/// The events that the times of a state decide: of the blocks; of the memory channel for each reader; the beginnings of
/// steps in the array and in the scaler (or vector unit); none at all (counting).
enum class Clock : std::uint8_t {
    memory,
    reader,
    decoder,
    gearbox,
    buffer,
    loader,
    array,
    scaler,
    writer,
    vector_unit,
    weight_port,
    activation_port,
    scale_port,
    output_port,
    array_steps,
    drain_steps,
    counting
};
inline constexpr std::size_t clock_count = 17;

/// One state. A walk calls, always in the same order:
/// clock(c, x): x is the time before which block c has no further event (all clocks come first);
/// time(x, c): a time that events of block c wait for;
/// same(x): compared as it is; counter(x): only grows; nest(): a set of loops begins, outermost first;
/// level(x, last): the turn a loop is in, and the last turn that is like the others; label(x): a turn without end.
class StateRecord {
public:
    void clear() {
        count_ = 0;
        digest_ = 0;
    }
    void clock(Clock clock, std::int64_t value) { add(value, Kind::clock, clock); }
    void time(std::int64_t value, Clock clock) { add(value, Kind::time, clock); }
    void same(std::int64_t value) {
        digest_ = (digest_ ^ static_cast<std::uint64_t>(value)) * 0x9e3779b97f4a7c15U;
        add(value, Kind::same);
    }
    void counter(std::int64_t value) { add(value, Kind::counter); }
    void nest() { add(0, Kind::nest); }
    void level(std::int64_t value, std::int64_t last) {
        add(last, Kind::last);
        add(value, Kind::level);
    }
    /// As level, of a count that `target` is part of.
    void level_of(std::int64_t value, std::int64_t last, std::int64_t) { level(value, last); }
    void label(std::int64_t value) { add(value, Kind::label); }

private:
    friend class PeriodFinder;
    enum class Kind : std::uint8_t { clock, time, same, counter, nest, last, level, label };
    struct Field {
        std::int64_t value;
        Kind kind;
        Clock clock;
    };
    [[gnu::always_inline]] void add(std::int64_t value, Kind kind, Clock clock = Clock::counting) {
        if (count_ == fields_.size()) [[unlikely]]
            grow();
        Field& field = fields_[count_++];
        field.value = value;
        field.kind = kind;
        field.clock = clock;
    }
    [[gnu::noinline]] void grow() { fields_.resize(2 * count_); }
    void swap(StateRecord& other) {
        fields_.swap(other.fields_);
        std::swap(count_, other.count_);
        std::swap(digest_, other.digest_);
    }
    std::vector<Field> fields_ = std::vector<Field>(512); ///< the first count_ of them
    std::size_t count_ = 0;
    std::uint64_t digest_ = 0; ///< of what is compared as it is: most states differ here
};

/// Moves a state by whole periods; walked like a record.
class StateShift {
public:
    StateShift(const std::vector<std::int64_t>& deltas, std::int64_t periods) : deltas_(deltas), periods_(periods) {}
    void clock(Clock, std::int64_t& value) { move(value); }
    void time(std::int64_t& value, Clock) { move(value); }
    void same(std::int64_t) { ++at_; }
    void counter(std::int64_t& value) { move(value); }
    void nest() { ++at_; }
    void level(std::int64_t& value, std::int64_t) { level_of(value, 0, value); }
    void level_of(std::int64_t, std::int64_t, std::int64_t& target) {
        ++at_;
        move(target);
    }
    void label(std::int64_t) { ++at_; }

private:
    void move(std::int64_t& value) { value += periods_ * deltas_[at_++]; }
    const std::vector<std::int64_t>& deltas_;
    std::int64_t periods_;
    std::size_t at_ = 0;
};

/// Compares states with the one `distance` looks before, and with one that is kept, which is renewed after 1, 2, 4, 8, ...
/// looks (Brent's way to find a cycle).
class PeriodFinder {
public:
    void reset(std::int64_t distance = 1);
    /// `machine.walk(visitor)` walks the state. Returns the periods that were skipped.
    template <class Machine>
    std::int64_t look(Machine& machine) {
        now_.clear();
        machine.walk(now_);
        StateRecord& before = before_[turn_];
        std::int64_t periods = compare(before);
        if (periods == 0 && looks_ > 0) periods = compare(kept_);
        if (periods > 0) {
            StateShift shift(deltas_, periods);
            machine.walk(shift);
            reset(distance_);
            return periods;
        }
        if (++looks_ >= keep_for_) {
            kept_.swap(before);
            keep_for_ = 2 * keep_for_;
            looks_ = 1;
        }
        before.swap(now_);
        turn_ = turn_ + 1 < static_cast<std::size_t>(distance_) ? turn_ + 1 : 0;
        return 0;
    }

private:
    /// Whole periods that can be skipped, 0 if the states are not alike.
    std::int64_t compare(const StateRecord& earlier);
    std::vector<StateRecord> before_ = std::vector<StateRecord>(1);
    StateRecord kept_, now_;
    std::vector<std::int64_t> deltas_;
    std::int64_t distance_ = 1, looks_ = 0, keep_for_ = 1;
    std::size_t turn_ = 0;
};

} // namespace fracbit::models::timing

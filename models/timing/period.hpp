// Finds periods of the recurrences and skips them (docs/timing.md, "Periods"). The state of the blocks is walked field
// by field; two states are alike if all times lie as far from now, all counts stand alike to each other, and every loop
// is inside the same stretch of equal turns. What happened between them then happens again and again.
#pragma once

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

/// Grows and keeps its memory. Its place is a pointer, which values written cannot change: loops keep it in a register.
template <class T>
class FieldArray {
public:
    explicit FieldArray(std::size_t size) : values_(size), at_(values_.data()), end_(at_ + size) {}
    FieldArray(FieldArray&&) = default;
    FieldArray& operator=(FieldArray&&) = default;
    [[gnu::always_inline]] void add(const T& value) {
        if (at_ == end_) [[unlikely]]
            grow();
        *at_++ = value;
    }
    void clear() { at_ = values_.data(); }
    [[nodiscard]] std::size_t size() const { return static_cast<std::size_t>(at_ - values_.data()); }
    [[nodiscard]] const T& operator[](std::size_t i) const { return values_[i]; }
    [[nodiscard]] const T* begin() const { return values_.data(); }
    [[nodiscard]] const T* end() const { return at_; }

private:
    [[gnu::noinline]] void grow() {
        const std::size_t size = this->size();
        values_.resize(2 * size);
        at_ = values_.data() + size;
        end_ = values_.data() + 2 * size;
    }
    std::vector<T> values_;
    T *at_, *end_;
};

/// One state. A walk calls, always in the same order:
/// clock(c, x): x is the time before which block c has no further event; the first clock is now, and the clocks that
/// times wait for come before these;
/// time(x, c): a time that events of block c wait for, nothing else; event(x, c): one whose distance always counts;
/// same(x): compared as it is; counter(x): only grows; nest(): a set of loops begins, outermost first;
/// level(x, last): the turn a loop is in, and the last turn that is like the others; label(x): a turn without end.
class StateRecord {
public:
    /// A new walk, to be compared with the one that made `then`: clocks that did not move since then rest.
    void begin(const StateRecord& then);
    /// A new walk in which no clock rests.
    void begin();
    /// What must be equal.
    [[nodiscard]] const FieldArray<std::int64_t>& fields() const { return fields_; }
    [[gnu::always_inline]] void clock(Clock clock, std::int64_t value) {
        if (clocks_ == 0) now_ = value;
        const bool rests = clocks_ < previous_clocks_ && clock_values_[clocks_] == value;
        clock_values_[clocks_++] = value;
        resting_ = (resting_ << 1) | (rests ? 1U : 0U);
        blocks_[static_cast<std::size_t>(clock)] = {value, rests ? 0 : now_, rests};
        add(rests ? value : value - now_);
    }
    [[gnu::always_inline]] void time(std::int64_t value, Clock clock) {
        const Block& block = blocks_[static_cast<std::size_t>(clock)];
        add(value < block.clock && !block.rests ? past : value - block.origin);
    }
    [[gnu::always_inline]] void event(std::int64_t value, Clock clock) {
        add(value - blocks_[static_cast<std::size_t>(clock)].origin);
    }
    [[gnu::always_inline]] void same(std::int64_t value) { add(value); }
    [[gnu::always_inline]] void counter(std::int64_t value) { counters_.add(value); }
    void nest() { ++nest_; }
    [[gnu::always_inline]] void level(std::int64_t value, std::int64_t last) { levels_.add({value, last, nest_}); }
    /// As level, of a count that `target` is part of.
    void level_of(std::int64_t value, std::int64_t last, std::int64_t) { level(value, last); }
    void label(std::int64_t value) { level(value, never); }
    void clear() {
        fields_.clear();
        counters_.clear();
        levels_.clear();
        clocks_ = 0;
    }

private:
    friend class PeriodFinder;
    friend class StateShift;
    struct Block {
        std::int64_t clock, origin; ///< times of a block that rests are compared as they are
        bool rests;
    };
    struct Level {
        std::int64_t value, last;
        int nest;
    };
    static constexpr std::int64_t past = std::numeric_limits<std::int64_t>::min();
    static constexpr std::size_t most_clocks = 32;

    [[gnu::always_inline]] void add(std::int64_t value) { fields_.add(value); }

    FieldArray<std::int64_t> fields_{512}; ///< what must be equal
    FieldArray<std::int64_t> counters_{64};
    FieldArray<Level> levels_{64};
    std::array<std::int64_t, most_clocks> clock_values_{};
    std::size_t clocks_ = 0, previous_clocks_ = 0;
    std::uint64_t resting_ = 0; ///< a bit a clock
    std::array<Block, clock_count> blocks_{};
    std::int64_t now_ = 0;
    int nest_ = 0;
};

/// Moves a state by whole periods; walked like a record.
class StateShift {
public:
    StateShift(const StateRecord& then, const StateRecord& now, std::int64_t periods)
        : then_(then), now_(now), periods_(periods), time_(periods * (now.now_ - then.now_)) {
        rests_.fill(true);
    }
    void clock(Clock clock, std::int64_t& value) {
        const bool rests = (now_.resting_ >> (now_.clocks_ - 1 - clock_)) & 1U;
        ++clock_;
        rests_[static_cast<std::size_t>(clock)] = rests;
        if (!rests) value += time_;
    }
    void time(std::int64_t& value, Clock clock) {
        if (!rests_[static_cast<std::size_t>(clock)]) value += time_;
    }
    void event(std::int64_t& value, Clock clock) { time(value, clock); }
    void same(std::int64_t) {}
    void counter(std::int64_t& value) {
        value += periods_ * (now_.counters_[counter_] - then_.counters_[counter_]);
        ++counter_;
    }
    void nest() {}
    void level(std::int64_t& value, std::int64_t) { level_of(value, 0, value); }
    void level_of(std::int64_t, std::int64_t, std::int64_t& target) {
        target += periods_ * (now_.levels_[level_].value - then_.levels_[level_].value);
        ++level_;
    }
    void label(std::int64_t) { ++level_; }

private:
    const StateRecord &then_, &now_;
    std::int64_t periods_, time_;
    std::size_t clock_ = 0, counter_ = 0, level_ = 0;
    std::array<bool, clock_count> rests_;
};

/// Compares states with the one `distance` looks before, and with one that is kept, which is renewed after 1, 2, 4, 8,
/// ... looks (Brent's way to find a cycle).
class PeriodFinder {
public:
    /// `remember`: the last period that was found is looked for first, wherever it comes again.
    explicit PeriodFinder(bool remember = false) : remember_(remember) {}
    void reset(std::int64_t distance = 1);
    /// The state of the last look is the one that is kept, from now on.
    void keep_last() {
        if (keep_for_ == never) return;
        std::swap(kept_, before_[(turn_ > 0 ? turn_ : distance_) - 1]);
        looks_ = 1;
        keep_for_ = never;
    }
    /// Periods found so far do not hold any more.
    void forget() { remembers_ = false; }
    /// `machine.walk(visitor)` walks the state. Returns the periods that were skipped.
    template <class Machine>
    std::int64_t look(Machine& machine) {
        records_[now_].begin(records_[before_[turn_]]);
        machine.walk(records_[now_]);
        return compare_now(machine);
    }
    /// The first half of a look, at machines no part of which rests.
    template <class Machine>
    const StateRecord& record(Machine& machine) {
        records_[now_].begin();
        machine.walk(records_[now_]);
        return records_[now_];
    }
    /// The second half.
    template <class Machine>
    std::int64_t compare_now(Machine& machine) {
        StateRecord& now = records_[now_];
        if (remembers_ && same_state(records_[known_now_], now)) {
            const std::int64_t periods = periods_left(records_[known_then_], records_[known_now_], now);
            if (periods > 0) {
                StateShift shift(records_[known_then_], records_[known_now_], periods);
                machine.walk(shift);
                reset(distance_);
                return periods;
            }
        }
        std::size_t* then = &before_[turn_];
        std::int64_t periods = compare(records_[*then], now);
        if (periods == 0 && looks_ > 0) periods = compare(records_[*(then = &kept_)], now);
        if (periods > 0) {
            StateShift shift(records_[*then], now, periods);
            machine.walk(shift);
            std::swap(known_then_, *then);
            std::swap(known_now_, now_);
            remembers_ = remember_;
            reset(distance_);
            return periods;
        }
        if (++looks_ >= keep_for_) {
            std::swap(kept_, before_[turn_]);
            keep_for_ = 2 * keep_for_;
            looks_ = 1;
        }
        std::swap(before_[turn_], now_);
        turn_ = turn_ + 1 < distance_ ? turn_ + 1 : 0;
        return 0;
    }

private:
    /// Whole periods that can be skipped, 0 if the states are not alike.
    [[nodiscard]] static std::int64_t compare(const StateRecord& then, const StateRecord& now);
    [[nodiscard]] static bool same_state(const StateRecord& then, const StateRecord& now);
    /// The loops of `now` turn as they did from `then` to `known`: how often they can go on to.
    [[nodiscard]] static std::int64_t periods_left(const StateRecord& then, const StateRecord& known,
                                                   const StateRecord& now);
    static constexpr std::size_t most_distance = 8; ///< longer ones are left to the state that is kept
    std::vector<StateRecord> records_;
    std::array<std::size_t, most_distance> before_{}; ///< number of the record of the state so many looks ago, in turns
    std::size_t now_ = 0, kept_ = 0;                  ///< numbers of records
    bool remember_ = false, remembers_ = false;
    std::size_t known_then_ = 0, known_now_ = 0; ///< begin and end of the last period that was found
    std::size_t distance_ = 1, turn_ = 0;
    std::int64_t looks_ = 0, keep_for_ = 1;
};

} // namespace fracbit::models::timing

// The gearbox while takes and gives are known up to the same cycle (docs/timing.md, "Stretches in place of events").
#pragma once

#include "models/timing/weight_buffer.hpp"

#include <algorithm>
#include <cstdint>

namespace fracbit::models::timing {

/// Works through the cycles in which the gearbox of values takes and gives, as long as the words to come are known:
/// what is given then needs no record. State in registers, for loops.
class WeightBuffer::Meeting {
public:
    explicit Meeting(WeightBuffer& buffer)
        : buffer_(buffer), open_(buffer.values_.takes_.empty()), capacity_(buffer.values_.capacity_),
          per_cycle_(buffer.per_cycle_), taken_(buffer.values_.taken_), last_(buffer.values_.last_),
          given_(buffer.given_), left_(buffer.left_), free_(buffer.free_), first_(buffer.first_),
          space_at_(buffer.space_at_) {}
    Meeting(const Meeting&) = delete;
    Meeting& operator=(const Meeting&) = delete;
    ~Meeting() {
        if (!met_) return;
        buffer_.meet(taken_, last_, given_, free_);
        buffer_.left_ = left_;
        buffer_.first_ = first_;
        buffer_.space_at_ = space_at_;
        buffer_.give_cycles_ += give_cycles_;
        buffer_.wait_cycles_ += wait_cycles_;
        buffer_.take_cycles_ += take_cycles_;
        buffer_.both_ += both_;
        buffer_.while_waiting_ += while_waiting_;
    }
    /// Whether all takes have been compared with what was given.
    [[nodiscard]] bool open() const { return open_; }
    /// As WeightBuffer::take; gives meanwhile. `unknown` if more was given than meets the word, or before there is
    /// space for the next unit: `take` and `give` go on.
    [[gnu::always_inline]] std::int64_t take(std::int64_t visible, std::int64_t size) {
        if (!open_ || (free_ > last_ + 1 && visible < free_)) return unknown;
        met_ = true;
        // All that was taken and given lies before this cycle.
        free_ = std::max(free_, last_ + 1);
        for (;;) {
            const std::int64_t held = taken_ - given_;
            if (held == 0) {
                free_ = std::max(free_, visible);
                break;
            }
            if (space_at_ == unknown && !find_space()) return unknown;
            if (first_ == unknown) first_ = free_;
            const bool fits = held + size <= capacity_;
            if (space_at_ > free_) {
                const std::int64_t end = fits ? std::min(space_at_, std::max(free_, visible)) : space_at_;
                wait_cycles_ += end - free_;
                free_ = end;
                if (end == space_at_) continue;
                ++wait_cycles_;
                ++while_waiting_;
                break;
            }
            const std::int64_t amount = std::min({per_cycle_, left_, held});
            if (fits && visible <= free_) {
                ++both_;
                give(amount, 1);
                --free_;
                break;
            }
            std::int64_t cycles = 1;
            if (amount == per_cycle_ && std::min(left_, held) >= 2 * amount) {
                const std::int64_t until = fits ? visible - free_ : ceil_div(held + size - capacity_, amount);
                cycles = std::min(until, std::min(left_, held) / amount);
            }
            give(amount, cycles);
        }
        ++take_cycles_;
        taken_ += size;
        last_ = free_++;
        return last_;
    }
    /// Whether all that was taken is given before `cycle`, in one cycle at most.
    [[nodiscard]] bool given_before(std::int64_t cycle) {
        const std::int64_t held = taken_ - given_;
        if (held == 0) return std::max(free_, last_ + 1) <= cycle;
        free_ = std::max(free_, last_ + 1);
        return free_ < cycle && held <= std::min(per_cycle_, left_) && (space_at_ != unknown || find_space()) &&
               space_at_ <= free_;
    }
    /// A word in a later cycle than that.
    void take_late(std::int64_t cycle, std::int64_t size) {
        met_ = true;
        if (const std::int64_t held = taken_ - given_; held > 0) {
            if (first_ == unknown) first_ = free_;
            give(held, 1);
        }
        ++take_cycles_;
        taken_ += size;
        last_ = cycle;
        free_ = cycle + 1;
    }
    /// Words of a size that can be taken in a row while each before is given, without the unit coming to its end.
    [[nodiscard]] std::int64_t flow(std::int64_t size) const {
        const bool flows = taken_ - given_ == size && size <= per_cycle_ && 2 * size <= capacity_ &&
                           first_ != unknown && space_at_ <= free_;
        return flows && size > 0 ? (left_ - 1) / size : 0;
    }
    void take_row(std::int64_t words, std::int64_t size) {
        give_cycles_ += words;
        take_cycles_ += words;
        both_ += words;
        taken_ += words * size;
        given_ += words * size;
        left_ -= words * size;
        free_ += words;
        last_ += words;
    }
    /// After a take: up to `most` words, each visible by the cycle after the one before was taken.
    /// `record(first, words)`: so many are taken a cycle after each other. Fewer if there is no space for a unit.
    template <class Record>
    std::int64_t take_waiting(std::int64_t most, std::int64_t size, Record record) {
        std::int64_t words = 0;
        while (words < most) {
            const std::int64_t held = taken_ - given_;
            std::int64_t cycles = 1;
            if (held > 0) {
                if ((space_at_ == unknown && !find_space()) || space_at_ > free_) break;
                if (first_ == unknown) first_ = free_;
                const std::int64_t amount = std::min({per_cycle_, left_, held});
                if (held + size > capacity_) {
                    give(amount, 1);
                    continue;
                }
                if (held == size && amount == size && left_ > size) cycles = std::min((left_ - 1) / size, most - words);
                both_ += cycles;
                give(amount, cycles);
                free_ -= cycles;
            }
            record(free_, cycles);
            words += cycles;
            take_cycles_ += cycles;
            taken_ += cycles * size;
            free_ += cycles;
            last_ = free_ - 1;
        }
        return words;
    }

private:
    bool find_space() {
        const bool found = buffer_.find_space();
        space_at_ = buffer_.space_at_;
        return found;
    }
    void give(std::int64_t amount, std::int64_t cycles) {
        give_cycles_ += cycles;
        given_ += cycles * amount;
        left_ -= cycles * amount;
        free_ += cycles;
        if (left_ > 0) return;
        buffer_.free_ = free_;
        buffer_.end_unit();
        left_ = buffer_.left_;
        first_ = space_at_ = unknown;
    }

    WeightBuffer& buffer_;
    bool open_, met_ = false;
    std::int64_t capacity_, per_cycle_;
    std::int64_t taken_, last_, given_, left_, free_, first_, space_at_;
    std::int64_t give_cycles_ = 0, wait_cycles_ = 0, take_cycles_ = 0, both_ = 0, while_waiting_ = 0;
};

} // namespace fracbit::models::timing

// A count that one block raises and another reads. What is added for cycle t is seen from cycle t on; a plain `add` in
// cycle t is seen from t + 1 on, as a register would show it.
#pragma once

#include "models/core/units.hpp"
#include "sim/kernel/tick_clock.hpp"

#include <cstdint>
#include <deque>
#include <iterator>

namespace fracbit::sim {

class StampedCount {
public:
    void add(Cycles now, std::int64_t n) { add_at(now + Cycles(1), n); }
    /// Visible from `at` on. Two blocks may add to one count, so calls come in any order of `at`.
    void add_at(Cycles at, std::int64_t n) {
        auto behind = pending_.end();
        while (behind != pending_.begin() && std::prev(behind)->at > at) --behind;
        if (behind != pending_.begin() && std::prev(behind)->at == at)
            std::prev(behind)->n += n;
        else
            pending_.insert(behind, {at, n});
        observers_.wake_at(at);
    }
    /// Blocks that read the count.
    [[nodiscard]] Observers& observers() { return observers_; }
    [[nodiscard]] std::int64_t seen(Cycles now) {
        while (!pending_.empty() && pending_.front().at <= now) {
            value_ += pending_.front().n;
            pending_.pop_front();
        }
        return value_;
    }
    void reset() {
        pending_.clear();
        value_ = 0;
    }

private:
    struct Change {
        Cycles at;
        std::int64_t n;
    };
    std::deque<Change> pending_;
    std::int64_t value_ = 0;
    Observers observers_;
};

/// Space of a buffer: reserved by its filler at once, given back by its reader with the cycle from which it is free.
class SpacePool {
public:
    void reset(std::int64_t capacity) {
        capacity_ = capacity;
        reserved_ = 0;
        released_.reset();
    }
    [[nodiscard]] std::int64_t free(Cycles now) { return capacity_ - reserved_ + released_.seen(now); }
    void reserve(std::int64_t n) { reserved_ += n; }
    void release_at(Cycles at, std::int64_t n) {
        if (n > 0) released_.add_at(at, n);
    }
    /// The filler, who waits for space.
    [[nodiscard]] Observers& observers() { return released_.observers(); }

private:
    std::int64_t capacity_ = 0, reserved_ = 0;
    StampedCount released_;
};

} // namespace fracbit::sim

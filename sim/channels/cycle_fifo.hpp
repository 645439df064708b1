// A FIFO with the timing of a register: a push in cycle t needs fewer than `depth` items at the start of t, the item is
// visible at t + 1. Depth 1 therefore runs at half rate. One pusher, one popper, at most one push and one pop a cycle.
#pragma once

#include "models/core/units.hpp"
#include "sim/kernel/tick_clock.hpp"

#include <cstdint>
#include <functional>
#include <systemc>
#include <vector>

namespace fracbit::sim {

template <class T>
class FifoInIf : virtual public sc_core::sc_interface {
public:
    [[nodiscard]] virtual bool has_item(Cycles now) const = 0;
    [[nodiscard]] virtual const T& front() const = 0;
    virtual void pop(Cycles now) = 0;
};

template <class T>
class FifoOutIf : virtual public sc_core::sc_interface {
public:
    [[nodiscard]] virtual bool has_room(Cycles now) const = 0;
    /// The slot that the next push publishes; fill it first (its old contents are garbage whose memory can be reused).
    [[nodiscard]] virtual T& slot() = 0;
    virtual void push(Cycles now) = 0;
};

template <class T>
class CycleFifo final : public FifoInIf<T>, public FifoOutIf<T> {
public:
    using LevelListener = std::function<void(Cycles from, std::int64_t level)>;

    explicit CycleFifo(std::int64_t depth) : depth_(depth), ring_(static_cast<std::size_t>(depth) + 1) {}

    void on_level(LevelListener listener) { listener_ = std::move(listener); }
    /// Ends of the FIFO, for `Block::observe`.
    struct End {
        Observers& blocks;
        [[nodiscard]] Observers& observers() { return blocks; }
    };
    [[nodiscard]] End pusher_end() { return {pushers_}; }
    [[nodiscard]] End popper_end() { return {poppers_}; }

    [[nodiscard]] bool has_item(Cycles now) const override { return size_ > (last_push_ == now ? 1 : 0); }
    [[nodiscard]] const T& front() const override { return ring_[head_]; }
    void pop(Cycles now) override {
        settle(now);
        head_ = next(head_);
        --size_;
        last_pop_ = now;
        pushers_.wake_at(now + Cycles(1));
    }

    [[nodiscard]] bool has_room(Cycles now) const override { return size_ + (last_pop_ == now ? 1 : 0) < depth_; }
    [[nodiscard]] T& slot() override { return ring_[tail_]; }
    void push(Cycles now) override {
        settle(now);
        tail_ = next(tail_);
        ++size_;
        last_push_ = now;
        poppers_.wake_at(now + Cycles(1));
    }

    /// Reports the level that the last changes left behind.
    void settle(Cycles now) {
        if (!listener_ || changed_ == now) return;
        if (changed_ != never_) listener_(changed_ + Cycles(1), size_);
        changed_ = now;
    }

private:
    [[nodiscard]] std::size_t next(std::size_t i) const { return i + 1 == ring_.size() ? 0 : i + 1; }

    static constexpr Cycles never_{-1};
    std::int64_t depth_;
    std::vector<T> ring_; ///< one slot more than the depth: a push and a pop may meet in a full FIFO's cycle
    std::size_t head_ = 0, tail_ = 0;
    std::int64_t size_ = 0;
    Cycles last_push_ = never_, last_pop_ = never_, changed_ = never_;
    LevelListener listener_;
    Observers pushers_, poppers_;
};

} // namespace fracbit::sim

// Queues of event times between blocks. They grow while a layer warms up and then stay as they are: no allocation in
// loops.
#pragma once

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <vector>

namespace fracbit::models::timing {

/// First in, first out; entries keep the number they were pushed with.
template <class T>
class Ring {
public:
    void clear() { first_ = end_ = 0; }
    [[gnu::always_inline]] void push(T value) {
        if (static_cast<std::size_t>(end_ - first_) > mask_) [[unlikely]]
            grow();
        slots_[index(end_++)] = value;
    }
    void pop() { ++first_; }
    [[nodiscard]] bool empty() const { return first_ == end_; }
    [[nodiscard]] const T& front() const { return slots_[index(first_)]; }
    [[nodiscard]] T& front() { return slots_[index(first_)]; }
    [[nodiscard]] const T& back() const { return slots_[index(end_ - 1)]; }
    [[nodiscard]] T& back() { return slots_[index(end_ - 1)]; }
    /// Entry number `i` of all that were ever pushed; first() <= i < end().
    [[nodiscard]] const T& operator[](std::int64_t i) const { return slots_[index(i)]; }
    [[nodiscard]] std::int64_t first() const { return first_; }
    [[nodiscard]] std::int64_t end() const { return end_; }
    /// Gives every entry a number that is higher by `turns`.
    void renumber(std::int64_t turns) {
        std::vector<T> moved(slots_.size());
        for (std::int64_t i = first_; i < end_; ++i) moved[index(i + turns)] = slots_[index(i)];
        slots_.swap(moved);
        first_ += turns;
        end_ += turns;
    }
    /// Walks entries that are times.
    template <class Visitor, class Clock>
    void walk_times(Visitor& visitor, Clock clock) {
        visitor.same(end_ - first_);
        for (std::int64_t i = first_; i < end_; ++i) visitor.time(slots_[index(i)], clock);
    }
    /// The same, but those up to `past` only as a number.
    template <class Visitor, class Clock>
    void walk_later_times(Visitor& visitor, Clock clock, std::int64_t past) {
        std::int64_t i = first_;
        while (i < end_ && slots_[index(i)] <= past) ++i;
        visitor.same(i - first_);
        visitor.same(end_ - i);
        for (; i < end_; ++i) visitor.time(slots_[index(i)], clock);
    }
    template <class Visit>
    void each(Visit visit) {
        for (std::int64_t i = first_; i < end_; ++i) visit(slots_[index(i)]);
    }
    void drop_before(std::int64_t i) {
        if (i > first_) first_ = i;
    }

    /// A ring in registers, for loops: taken off the ring, used instead of it, put back.
    struct Cursor {
        T* slots;
        std::size_t mask;
        std::int64_t first, end;
        [[nodiscard]] bool empty() const { return first == end; }
        [[nodiscard]] const T& front() const { return (*this)[first]; }
        [[nodiscard]] const T& operator[](std::int64_t i) const { return slots[static_cast<std::size_t>(i) & mask]; }
        void push(T value) { slots[static_cast<std::size_t>(end++) & mask] = value; }
        /// So many entries, of which only the last ones will be asked for: these are pushed after it.
        void skip(std::int64_t entries) { end += entries; }
    };
    /// With room for `more` entries.
    [[nodiscard]] Cursor cursor(std::int64_t more) {
        while (end_ - first_ + more > static_cast<std::int64_t>(mask_) + 1) grow();
        return {slots_.data(), mask_, first_, end_};
    }
    void put_back(const Cursor& cursor) {
        first_ = cursor.first;
        end_ = cursor.end;
    }

private:
    [[nodiscard]] std::size_t index(std::int64_t i) const { return static_cast<std::size_t>(i) & mask_; }
    [[gnu::noinline]] void grow() {
        std::vector<T> wider(2 * slots_.size());
        for (std::int64_t i = first_; i < end_; ++i)
            wider[static_cast<std::size_t>(i) & (wider.size() - 1)] = slots_[index(i)];
        slots_.swap(wider);
        mask_ = slots_.size() - 1;
    }

    std::vector<T> slots_ = std::vector<T>(64);
    std::size_t mask_ = 63;
    std::int64_t first_ = 0, end_ = 0;
};

/// The times of the last events of a kind: event i may depend on event i - depth.
class History {
public:
    /// `kept`: so many times are kept for `ago`.
    void reset(std::int64_t depth, std::int64_t kept = 0) {
        std::size_t size = 1;
        while (static_cast<std::int64_t>(size) < std::max(depth, kept)) size *= 2;
        times_.assign(size, -1);
        mask_ = size - 1;
        depth_ = depth;
    }
    /// Time of event i - depth, -1 if there was none; ask before event i is recorded.
    [[nodiscard]] std::int64_t before(std::int64_t i) const { return i < depth_ ? -1 : times_[slot(i - depth_)]; }
    /// Time of event i - back, which must be kept, -1 if there was none.
    [[nodiscard]] std::int64_t ago(std::int64_t i, std::int64_t back) const {
        return i < back ? -1 : times_[slot(i - back)];
    }
    /// All events happened so much later.
    void shift(std::int64_t time) {
        for (std::int64_t& event : times_) event += time;
    }
    void record(std::int64_t i, std::int64_t time) { times_[slot(i)] = time; }
    /// Events i to i + events - 1, `gap` after each other; those that are kept.
    void record_paced(std::int64_t i, std::int64_t events, std::int64_t first, std::int64_t gap) {
        for (std::int64_t j = std::max<std::int64_t>(0, events - kept()); j < events; ++j)
            record(i + j, first + j * gap);
    }

    /// The times of the last `events` before event i, oldest first, counted from `origin`; no more than are kept.
    void last(std::int64_t i, std::int64_t events, std::int64_t origin, std::vector<std::int64_t>& times) const {
        times.clear();
        for (std::int64_t j = i - std::min(events, kept()); j < i; ++j) times.push_back(times_[slot(j)] - origin);
    }
    /// The times in registers, for loops.
    struct Cursor {
        std::int64_t* times;
        std::size_t mask;
        std::int64_t depth;
        /// Slots of events that never were still hold -1.
        [[nodiscard]] std::int64_t before(std::int64_t i) const {
            return times[static_cast<std::size_t>(i - depth) & mask];
        }
        void record(std::int64_t i, std::int64_t time) const { times[static_cast<std::size_t>(i) & mask] = time; }
        /// Events i to i + events - 1, a cycle after each other; the last `kept` of them.
        void record_row(std::int64_t i, std::int64_t events, std::int64_t first, std::int64_t kept) const {
            for (std::int64_t j = std::max<std::int64_t>(0, events - kept); j < events; ++j) record(i + j, first + j);
        }
        void record_row(std::int64_t i, std::int64_t events, std::int64_t first) const {
            record_row(i, events, first, depth);
        }
    };
    [[nodiscard]] Cursor cursor() { return {times_.data(), mask_, depth_}; }
    /// Walks the times of the last `depth` events before event i, oldest first; events that never were bind nothing,
    /// as those long past.
    template <class Visitor, class Clock>
    void walk(Visitor& visitor, std::int64_t i, Clock clock) {
        for (std::int64_t j = i - depth_; j < i; ++j) visitor.time(times_[slot(j)], clock);
    }

private:
    [[nodiscard]] std::size_t slot(std::int64_t i) const { return static_cast<std::size_t>(i) & mask_; }
    [[nodiscard]] std::int64_t kept() const { return static_cast<std::int64_t>(times_.size()); }
    std::vector<std::int64_t> times_;
    std::size_t mask_ = 0;
    std::int64_t depth_ = 1;
};

/// Things that are remembered until another machine comes; their memory stays.
template <class T>
class Pool {
public:
    void clear() { size_ = 0; }
    /// The next one, with what was in it.
    T& add() {
        if (size_ == items_.size()) items_.emplace_back();
        return items_[size_++];
    }
    [[nodiscard]] std::size_t size() const { return size_; }
    [[nodiscard]] const T* begin() const { return items_.data(); }
    [[nodiscard]] const T* end() const { return items_.data() + size_; }

private:
    std::vector<T> items_;
    std::size_t size_ = 0;
};

} // namespace fracbit::models::timing

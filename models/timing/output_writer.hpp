// The output FIFO and the writer behind it (docs/machine.md, "output_writer").
#pragma once

#include "models/timing/layer_work.hpp"
#include "models/timing/links.hpp"
#include "models/timing/tally.hpp"

#include <algorithm>

namespace fracbit::models::timing {

class OutputWriter {
public:
    explicit OutputWriter(Links& links) : links_(links) {}
    void reset(const LayerWork& work);
    /// First cycle in which the FIFO has room for the next vector; `unknown` before the writer made it.
    std::int64_t when_room();
    /// A vector of `bytes` is pushed.
    void push(std::int64_t cycle, std::int64_t bytes) {
        if (!waiting_.empty() || !take({bytes, cycle})) waiting_.push({bytes, cycle});
    }
    /// A producer that is not held up by anything else makes up to `vectors` equal ones, `cycles` each, of inputs there
    /// from `present` on. How many of them could be pushed.
    std::int64_t push_all(Tally& producer, std::int64_t present, std::int64_t cycles, std::int64_t bytes,
                          std::int64_t vectors);
    /// When the producer began the first of them, if there was one.
    [[nodiscard]] std::int64_t began() const { return began_; }
    /// Vectors of equal size are pushed when it is known when they are taken, not before: fewer have to wait here.
    void push_known_only(bool only) { known_only_ = only; }
    /// What taking all of a step's vectors leaves behind, in cycles since `origin`.
    struct Taken {
        Tally tally;
        std::int64_t bytes = 0;
        std::vector<std::int64_t> takes; ///< as many as are waited for
    };
    void rest_until(std::int64_t cycle) { tally_.wait(cycle); }
    /// Since the writer had this tally and had taken so many bytes.
    void since(const Tally& before, std::int64_t bytes, std::int64_t origin, Taken& taken) const {
        taken.tally = tally_.since(before, origin);
        taken.bytes = taken_bytes_ - bytes;
        takes_.last(taken_, depth_, origin, taken.takes);
    }
    void repeat(const Taken& taken, std::int64_t origin) {
        tally_.append(taken.tally, origin);
        taken_bytes_ += taken.bytes;
        copied_ += static_cast<std::int64_t>(taken.takes.size());
        for (const std::int64_t take : taken.takes) takes_.record(taken_++, origin + take);
        waiting_.clear();
    }
    /// Bytes of vectors to come for which it is known when they find space.
    [[nodiscard]] std::int64_t room() const { return links_.outputs.freed.given() + capacity_ - taken_bytes_; }
    /// The cycle after the last of these, if there is a vector of `bytes` in each cycle from `made` on.
    [[nodiscard]] std::int64_t fitting_end(std::int64_t bytes, std::int64_t made) const {
        return links_.outputs.freed.units_end(taken_bytes_ + bytes - capacity_, bytes, std::max(made, end()));
    }
    /// Vectors for which there is room are taken as they come: none, or all but a FIFO's and a burst's at most. Each
    /// later one is taken as a burst makes space for it, and all of them are issued after it: the last by `issued(0)`,
    /// with `last` bytes, those before it, with `burst`, by `issued(1)` and so on. When the producer, a cycle a vector,
    /// is through with them.
    template <class Issued>
    std::int64_t take_freed(std::int64_t made, std::int64_t vectors, std::int64_t bytes, std::int64_t burst,
                            std::int64_t last, Issued issued);
    /// Each of the next vectors is taken as it is made, `cycles` after each other; all are issued.
    void take_made(std::int64_t vectors, std::int64_t bytes, std::int64_t cycles);
    [[nodiscard]] std::int64_t depth() const { return depth_; }
    /// Bytes taken so far, and bytes that wait.
    [[nodiscard]] std::int64_t taken_bytes() const { return taken_bytes_; }
    [[nodiscard]] std::int64_t waiting_bytes() {
        std::int64_t bytes = 0;
        waiting_.each([&](const Reached& vector) { bytes += vector.amount; });
        return bytes;
    }
    /// Takes what fits. True if anything was taken.
    bool advance();
    template <class Visitor>
    void walk_clocks(Visitor& visitor) {
        tally_.walk_clock(visitor, Clock::writer);
    }
    /// `pusher`: who waits for room.
    template <class Visitor>
    void walk(Visitor& visitor, Clock pusher) {
        tally_.walk_counters(visitor);
        visitor.same(waiting_.end() - waiting_.first());
        waiting_.each([&](Reached& vector) {
            visitor.same(vector.amount);
            visitor.time(vector.time, Clock::writer);
        });
        takes_.walk(visitor, taken_, pusher);
    }
    /// The cycle after the last vector was taken.
    [[nodiscard]] std::int64_t end() const { return tally_.free(); }
    /// Vectors worked through, but for those that were copied.
    [[nodiscard]] std::int64_t vectors() const { return taken_ - copied_; }
    [[nodiscard]] bool idle() const { return waiting_.empty(); }
    [[nodiscard]] const Tally& tally() const { return tally_; }

private:
    bool take(const Reached& vector);
    std::int64_t push_through(Tally& producer, std::int64_t present, std::int64_t cycles, std::int64_t bytes,
                              std::int64_t vectors);
    Links& links_;
    std::int64_t depth_ = 1, capacity_ = 0, taken_bytes_ = 0, taken_ = 0, copied_ = 0;
    std::int64_t began_ = 0, through_began_ = 0; ///< of the last `push_all`, of the last `push_through`
    bool on_chip_ = false, known_only_ = false;
    Ring<Reached> waiting_; ///< bytes of a vector, and the cycle of its push
    History takes_;
    Tally tally_;
};

[[gnu::always_inline]] inline std::int64_t OutputWriter::when_room() {
    // Vectors pushed so far: taken and waiting ones.
    const std::int64_t waiting = waiting_.end() - waiting_.first();
    if (waiting == depth_ && !advance()) return unknown;
    return takes_.before(taken_ + waiting_.end() - waiting_.first()) + 1;
}

/// True if the vector fits, as far as is known.
[[gnu::always_inline]] inline bool OutputWriter::take(const Reached& vector) {
    const std::int64_t space = on_chip_ ? 0 : links_.outputs.freed.when(taken_bytes_ + vector.amount - capacity_);
    if (space == unknown) return false;
    const std::int64_t cycle = std::max({vector.time + 1, tally_.free(), space});
    tally_.unit(vector.time + 1, cycle, 1);
    taken_bytes_ += vector.amount;
    if (!on_chip_) links_.outputs.held.add(vector.amount, cycle + 1);
    takes_.record(taken_++, cycle);
    return true;
}

template <class Issued>
std::int64_t OutputWriter::take_freed(std::int64_t made, std::int64_t vectors, std::int64_t bytes, std::int64_t burst,
                                      std::int64_t last, Issued issued) {
    // The producer waits for the FIFO: behind the vector `depth` before its last one.
    std::int64_t left = vectors > depth_ ? 0 : takes_.before(taken_ + vectors - 1);
    // A burst makes space for so many vectors at most; the first of them is taken when it does.
    const std::int64_t together = ceil_div(burst, bytes), first = std::min(vectors, depth_ + together) - 1;
    std::int64_t cycle = first + 1 == vectors ? tally_.free() - 1 : 0;
    taken_ += vectors;
    copied_ += vectors;
    taken_bytes_ += vectors * bytes;
    std::int64_t more = first * bytes + capacity_ - last, needed = 1 + more / burst; // bytes before the last burst's
    for (std::int64_t back = first; back >= 0; --back, more -= bytes) {
        while (more < (needed - 1) * burst) --needed;
        cycle = std::max(cycle, issued(needed)) + 1;
        if (back == depth_) left = cycle;
        if (back < depth_) takes_.record(taken_ - 1 - back, cycle);
    }
    tally_.work_until(cycle + 1, vectors);
    links_.outputs.held.pass_all(vectors * bytes);
    return std::max(made + vectors, left + 2);
}

} // namespace fracbit::models::timing

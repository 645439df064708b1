// The scaler: one position after the other (docs/machine.md, "scaler").
#pragma once

#include "models/timing/layer_work.hpp"
#include "models/timing/links.hpp"
#include "models/timing/output_writer.hpp"
#include "models/timing/tally.hpp"

namespace fracbit::models::timing {

class Scaler {
public:
    Scaler(Links& links, OutputWriter& writer) : links_(links), writer_(writer) {}
    void reset(const LayerWork& work);
    /// Goes on with the step; `begins`: and with the next ones.
    bool advance(bool begins);
    /// Pushes positions of the step as far as is known. False if nothing could be pushed.
    bool push_positions() { return push_positions(positions()); }
    /// The first position of the step. True if it has been pushed.
    bool push_first() { return begun() || push_positions(1); }
    /// Whether the step has its inputs; `present()`: from when on; `begun()`: whether any of it was pushed.
    bool may_push() { return !done() && !work_->spills && (present_ != unknown || find_inputs()); }
    [[nodiscard]] std::int64_t present() const { return present_; }
    [[nodiscard]] bool begun() const { return position_ > 0; }
    /// Bytes of the step that are still to be pushed.
    [[nodiscard]] std::int64_t bytes_left() const { return (positions() - position_) * rows(); }
    [[nodiscard]] std::int64_t positions() const { return work_->chunk_positions(chunk_); }
    [[nodiscard]] std::int64_t cycles() const { return work_->planes; }
    [[nodiscard]] std::int64_t rows() const { return work_->rows(group_); }
    [[nodiscard]] bool pushed_all() const { return position_ == positions(); }
    /// Vectors of one size that the step still has.
    [[nodiscard]] std::int64_t vectors_left() const { return positions() - position_; }
    /// So many more were pushed in a row, the last one visible from cycle `free` on.
    void push_row(std::int64_t vectors, std::int64_t free) {
        position_ += vectors;
        tally_.work_until(free, vectors * cycles());
    }
    void rest_until(std::int64_t cycle) { tally_.wait(cycle); }
    /// Pushes the rest of the step as it was pushed before.
    void repeat(const Tally& tally, std::int64_t origin) {
        tally_.append(tally, origin);
        if (position_ == 0) step_began_ = origin;
        position_ = positions();
    }
    [[nodiscard]] bool done() const { return group_ == static_cast<std::int64_t>(work_->groups.size()); }
    [[nodiscard]] std::int64_t step() const { return group_ * work_->chunks + chunk_; }
    [[nodiscard]] std::int64_t steps() const { return work_->steps() + 1; }
    [[nodiscard]] static Clock clock() { return Clock::scaler; }
    [[nodiscard]] std::int64_t group() const { return group_; }
    template <class Visitor>
    void walk_clocks(Visitor& visitor) {
        tally_.walk_clock(visitor, Clock::scaler);
        visitor.clock(Clock::drain_steps, step_began_);
    }
    template <class Visitor>
    void walk(Visitor& visitor) {
        visitor.nest();
        visitor.level(group_, work_->last_like_group());
        visitor.level(chunk_, work_->last_like_chunk());
        visitor.level(position_, work_->chunk_positions(chunk_) - 1);
        visitor.same(present_ == unknown ? 1 : 0);
        if (present_ != unknown) visitor.time(present_, Clock::scaler);
        tally_.walk_counters(visitor);
    }
    /// Inside one step.
    template <class Visitor>
    void walk_step_clock(Visitor& visitor) {
        tally_.walk_clock(visitor, Clock::scaler);
    }
    template <class Visitor>
    void walk_step(Visitor& visitor) {
        visitor.same(rows());
        visitor.same(cycles());
        visitor.nest();
        visitor.level(position_, work_->chunk_positions(chunk_) - 1);
        visitor.same(present_ == unknown ? 1 : 0);
        if (present_ != unknown) visitor.time(present_, Clock::scaler);
        tally_.walk_counters(visitor);
    }
    [[nodiscard]] const Tally& tally() const { return tally_; }

private:
    bool find_inputs();
    bool push_positions(std::int64_t end);
    void end_step();

    Links& links_;
    OutputWriter& writer_;
    const LayerWork* work_ = nullptr;
    std::int64_t group_ = 0, chunk_ = 0, position_ = 0, step_began_ = -1;
    std::int64_t present_ = unknown; ///< from when on the step's sums, scales and residual are there
    Tally tally_;
};

} // namespace fracbit::models::timing

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
    bool advance();
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
    void walk_step(Visitor& visitor) {
        visitor.nest();
        visitor.level(position_, work_->chunk_positions(chunk_) - 1);
        visitor.same(present_ == unknown ? 1 : 0);
        if (present_ != unknown) visitor.time(present_, Clock::scaler);
        tally_.walk_counters(visitor);
    }
    [[nodiscard]] const Tally& tally() const { return tally_; }

private:
    bool find_inputs();
    void end_step();

    Links& links_;
    OutputWriter& writer_;
    const LayerWork* work_ = nullptr;
    std::int64_t group_ = 0, chunk_ = 0, position_ = 0, step_began_ = -1;
    std::int64_t present_ = unknown; ///< from when on the step's sums, scales and residual are there
    Tally tally_;
};

} // namespace fracbit::models::timing

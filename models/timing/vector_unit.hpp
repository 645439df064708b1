// The vector unit: position by position, piece by piece (docs/machine.md, "vector_unit").
#pragma once

#include "models/timing/burst_list.hpp"
#include "models/timing/layer_work.hpp"
#include "models/timing/links.hpp"
#include "models/timing/output_writer.hpp"
#include "models/timing/tally.hpp"

#include <algorithm>
#include <optional>

namespace fracbit::models::timing {

class VectorUnit {
public:
    VectorUnit(Links& links, OutputWriter& writer) : links_(links), writer_(writer) {}
    void reset(const LayerWork& work);
    bool advance();
    /// As the scaler's.
    bool push_positions();
    bool push_first() { return begun() || push_piece(present()); }
    [[nodiscard]] bool may_push() const {
        return !done() && links_.activations_there.end() > step() && links_.residual_there.end() > step();
    }
    [[nodiscard]] std::int64_t present() const {
        return std::max(links_.activations_there[step()], links_.residual_there[step()]);
    }
    [[nodiscard]] bool begun() const { return position_ + first_ > 0; }
    [[nodiscard]] bool pushed_all() const { return position_ == work_->chunk_positions(chunk_); }
    [[nodiscard]] std::int64_t bytes_left() const {
        return (work_->chunk_positions(chunk_) - position_) * work_->rows(group_) - first_;
    }
    /// As the scaler's: pieces, if all are of one size.
    [[nodiscard]] std::int64_t rows() const { return lanes_; }
    [[nodiscard]] std::int64_t cycles() const { return piece_cycles_; }
    [[nodiscard]] std::int64_t vectors_left() const {
        return scans_ > 0 || work_->rows(group_) % lanes_ > 0 ? 0 : bytes_left() / lanes_;
    }
    void push_row(std::int64_t vectors, std::int64_t free) {
        const std::int64_t pieces = work_->rows(group_) / lanes_, done = position_ * pieces + first_ / lanes_ + vectors;
        position_ = done / pieces;
        first_ = done % pieces * lanes_;
        tally_.work_until(free, vectors * piece_cycles_);
    }
    void repeat(const Tally& tally, std::int64_t origin) {
        tally_.append(tally, origin);
        position_ = work_->chunk_positions(chunk_);
        first_ = 0;
    }
    [[nodiscard]] bool done() const { return group_ == static_cast<std::int64_t>(work_->groups.size()); }
    [[nodiscard]] std::int64_t step() const { return group_ * work_->chunks + chunk_; }
    [[nodiscard]] std::int64_t steps() const { return work_->steps() + 1; }
    [[nodiscard]] static Clock clock() { return Clock::vector_unit; }
    template <class Visitor>
    void walk_clocks(Visitor& visitor) {
        tally_.walk_clock(visitor, Clock::vector_unit);
        visitor.clock(Clock::drain_steps, step_began_);
    }
    template <class Visitor>
    void walk(Visitor& visitor) {
        visitor.nest();
        visitor.level(group_, work_->last_like_group());
        visitor.level(chunk_, work_->last_like_chunk());
        visitor.level(position_, work_->chunk_positions(chunk_) - 1);
        visitor.same(first_);
        tally_.walk_counters(visitor);
    }
    /// Inside one step.
    template <class Visitor>
    void walk_step_clock(Visitor& visitor) {
        tally_.walk_clock(visitor, Clock::vector_unit);
    }
    template <class Visitor>
    void walk_step(Visitor& visitor) {
        visitor.same(-work_->rows(group_)); // other than the scaler's
        visitor.same(piece_cycles_);
        visitor.same(scans_);
        visitor.nest();
        visitor.level(position_, work_->chunk_positions(chunk_) - 1);
        visitor.same(first_);
        tally_.walk_counters(visitor);
    }
    [[nodiscard]] const Tally& tally() const { return tally_; }

private:
    bool push_piece(std::int64_t present);
    bool push_alike(std::int64_t present, std::int64_t pieces, std::int64_t positions);
    void end_step();

    Links& links_;
    OutputWriter& writer_;
    const LayerWork* work_ = nullptr;
    std::optional<StepTransfers> transfers_;
    std::int64_t lanes_ = 1, piece_cycles_ = 1, scans_ = 0;
    std::int64_t group_ = 0, chunk_ = 0, position_ = 0, step_began_ = -1,
                 first_ = 0; ///< first output of the next piece
    Tally tally_;
};

} // namespace fracbit::models::timing

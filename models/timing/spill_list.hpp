// The memory channel's list with tiles outside positions (docs/machine.md, "order = spill").
#pragma once

#include "models/timing/burst_list.hpp"

namespace fracbit::models::timing {

/// Sums of the positions that do not stay, on their way to memory and back.
class SpilledSums {
public:
    explicit SpilledSums(const LayerWork& work) : work_(&work) {}
    /// Planes of which a pass reads a position's sums.
    [[nodiscard]] std::int64_t planes_read(std::int64_t pass) const;
    [[nodiscard]] bool writes_sums(std::int64_t pass) const { return pass + 1 < work_->passes(); }
    void list_reads(std::int64_t group, std::int64_t pass, std::int64_t first, std::int64_t end,
                    Segments& segments) const;
    void list_writes(std::int64_t group, std::int64_t pass, std::int64_t first, std::int64_t end,
                     Segments& segments) const;

private:
    void list(StreamId stream, std::int64_t group, std::int64_t plane, std::int64_t first, std::int64_t end,
              Segments& segments) const;
    const LayerWork* work_;
};

template <class Weights>
class SpillList final : public BurstSource {
public:
    SpillList(const LayerWork& work, Weights weights)
        : work_(&work), transfers_(work), sums_(work), weights_(std::move(weights)) {}

    [[nodiscard]] const StepTransfers& transfers() const { return transfers_; }
    bool next(Segments& segments) override {
        segments.clear();
        while (segments.empty() && step_ < work_->steps()) list_point(segments);
        return !segments.empty();
    }

private:
    void list_point(Segments& segments) {
        if (!begun_) {
            begun_ = true;
            weights_.list_unit(segments);
            list_step(0, segments);
            begin_pass();
            return;
        }
        if (point_ == 0) {
            const bool last = pass_ + 1 == work_->passes();
            const std::int64_t next = last ? 0 : pass_ + 1;
            if (!weights_.done() && (work_->tile_units || next % work_->tiles == 0)) weights_.list_unit(segments);
            if (last && step_ + 1 < work_->steps()) list_step(step_ + 1, segments);
            list_reads(first_block(), segments);
            ++point_;
            return;
        }
        if (block_ < block_end_) {
            const std::int64_t next = block_end();
            if (next < block_end_) list_reads(next, segments);
            if (pass_ + 1 == work_->passes())
                transfers_.list_outputs(step_, block_, next, segments);
            else
                sums_.list_writes(step_, pass_, block_, next, segments);
            block_ = next;
            return;
        }
        if (++pass_ == work_->passes()) {
            pass_ = 0;
            ++step_;
        }
        begin_pass();
    }
    /// The last pass writes outputs, the positions that stayed being its first block.
    [[nodiscard]] std::int64_t first_block() const { return pass_ + 1 == work_->passes() ? 0 : work_->resident; }
    [[nodiscard]] std::int64_t block_end() const {
        return block_ < work_->resident ? work_->resident : std::min(block_ + work_->spill_block, work_->positions);
    }
    void begin_pass() {
        point_ = 0;
        block_ = first_block();
        block_end_ = work_->positions;
    }
    void list_reads(std::int64_t first, Segments& segments) {
        if (first < work_->resident) return;
        sums_.list_reads(step_, pass_, first, std::min(first + work_->spill_block, work_->positions), segments);
    }
    void list_step(std::int64_t step, Segments& segments) {
        transfers_.list_activations(step, segments);
        segments.push_back({StreamId::activations, false, Mark::activations, 0, 0, 0});
        transfers_.list_residual(step, segments);
        segments.push_back({StreamId::residual, false, Mark::residual, 0, 0, 0});
        transfers_.list_scales(step, segments);
        segments.push_back({StreamId::scales, false, Mark::scales, 0, 0, 0});
    }

    const LayerWork* work_;
    StepTransfers transfers_;
    SpilledSums sums_;
    Weights weights_;
    bool begun_ = false;
    std::int64_t step_ = 0, pass_ = 0, block_ = 0, block_end_ = 0;
    int point_ = 0;
};

} // namespace fracbit::models::timing

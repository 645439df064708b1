// The memory channel's static list (docs/machine.md, "The memory channel's list"), made piece by piece as it is needed.
#pragma once

#include "models/timing/layer_work.hpp"
#include "models/timing/segment.hpp"

#include <array>
#include <cstddef>
#include <cstdint>
#include <limits>
#include <utility>
#include <vector>

namespace fracbit::models::timing {

/// A list, piece by piece.
class BurstSource {
public:
    virtual ~BurstSource() = default;
    /// The next segments, in order; false at the end of the list.
    virtual bool next(Segments& segments) = 0;
};

/// What a step moves besides weights.
class StepTransfers {
public:
    explicit StepTransfers(const LayerWork& work);
    void list_activations(std::int64_t step, Segments& segments);
    void list_residual(std::int64_t step, Segments& segments) const;
    void list_scales(std::int64_t group, Segments& segments) const;
    /// Outputs of positions [first, end) of a row group.
    void list_outputs(std::int64_t group, std::int64_t first, std::int64_t end, Segments& segments) const;
    /// Bytes of the activation buffer that a step takes.
    [[nodiscard]] std::int64_t window_bytes(std::int64_t step) const;
    [[nodiscard]] std::int64_t residual_bytes(std::int64_t step) const;
    /// Where what a step transfers begins within a burst: scales, outputs, residuals, input.
    [[nodiscard]] std::array<std::int64_t, 4> phases(std::int64_t group, std::int64_t chunk) const;
    /// Row groups after which the phases come again, at least 1.
    [[nodiscard]] std::int64_t phase_period() const;
    [[nodiscard]] const LayerWork& work() const { return *work_; }

    template <class Visitor>
    void walk(Visitor& visitor, std::int64_t group) {
        if (!work_->whole_input || group == static_cast<std::int64_t>(work_->groups.size())) return;
        visitor.same(
            rows_loaded_[work_->tensors.input.block_with(work_->groups[static_cast<std::size_t>(group)].input.first)]);
    }

private:
    [[nodiscard]] Rows rows_of(std::int64_t chunk) const;
    const LayerWork* work_;
    std::vector<std::int64_t> rows_loaded_; ///< of each input block
};

/// Positions inside tiles, or the vector unit: chunk after chunk.
template <class Weights>
class ChunkedList final : public BurstSource {
public:
    ChunkedList(const LayerWork& work, Weights weights) : transfers_(work), weights_(std::move(weights)) {}
    bool next(Segments& segments) override {
        segments.clear();
        const LayerWork& work = transfers_.work();
        while (segments.empty()) {
            if (group_ == static_cast<std::int64_t>(work.groups.size())) return list_last_outputs(segments);
            list_point(segments);
        }
        return true;
    }

    template <class Visitor>
    void walk(Visitor& visitor) {
        const LayerWork& work = transfers_.work();
        visitor.same(point_ + 8 * (ended_ ? 1 : 0));
        visitor.same(held_);
        visitor.nest();
        visitor.level(group_, work.last_like_group());
        if (group_ < static_cast<std::int64_t>(work.groups.size()))
            for (const std::int64_t phase : transfers_.phases(group_, chunk_)) visitor.same(phase);
        visitor.level(chunk_, loads() ? chunk_ : work.last_like_chunk());
        transfers_.walk(visitor, group_);
        weights_.walk(visitor);
    }

    [[nodiscard]] const StepTransfers& transfers() const { return transfers_; }
    [[nodiscard]] std::int64_t group() const { return group_; }
    [[nodiscard]] bool begins_group() const { return chunk_ == 0; }
    /// Whether the step has weights of its own and outputs of the step before follow them in the list.
    [[nodiscard]] bool loads_weights_before_outputs() const {
        const LayerWork& work = transfers_.work();
        return step() > 0 && !work.tensors.output_on_chip && (chunk_ == 0 || !work.weights_stay);
    }
    /// Within a step, before its outputs are listed.
    [[nodiscard]] bool before_outputs() const { return point_ > 0 && point_ <= 4; }
    /// Whether weights of the step are still to be listed.
    [[nodiscard]] bool owes_weights() const { return own_unit(); }
    /// Whether steps load rows of the input, in which case chunks are not alike.
    [[nodiscard]] bool loads() const {
        const LayerWork& work = transfers_.work();
        return !work.tensors.input_on_chip &&
               !(work.whole_input && work.on_array && work.layer->groups == 1 && group_ > 0);
    }

private:
    [[nodiscard]] std::int64_t step() const { return group_ * transfers_.work().chunks + chunk_; }
    void list_point(Segments& segments) {
        const LayerWork& work = transfers_.work();
        switch (point_++) {
        case 0:
            held_ = 0;
            segments.push_back({StreamId::weights, false, Mark::step, 0, 0, 0});
            if (own_unit()) list_unit(segments);
            return;
        case 1:
            if (loads()) transfers_.list_activations(step(), segments);
            segments.push_back({StreamId::activations, false, Mark::activations, 0, 0, 0});
            transfers_.list_residual(step(), segments);
            segments.push_back({StreamId::residual, false, Mark::residual, 0, 0, 0});
            return;
        case 2:
            if (chunk_ > 0) return;
            transfers_.list_scales(group_, segments);
            segments.push_back({StreamId::scales, false, Mark::scales, 0, 0, 0});
            return;
        case 3:
            list_units(8 * work.architecture->weights.buffer_bytes, segments);
            return;
        case 4:
            if (step() > 0) list_outputs(step() - 1, segments);
            return;
        default:
            list_units(std::numeric_limits<std::int64_t>::max(), segments);
            point_ = 0;
            if (++chunk_ < work.chunks) return;
            chunk_ = 0;
            ++group_;
        }
    }
    [[nodiscard]] bool own_unit() const { return !weights_.done() && weights_.next().step() == step(); }
    /// The units of the step that come next, as far as their decoded bits fit with those listed before.
    void list_units(std::int64_t space, Segments& segments) {
        const std::int64_t bits = transfers_.work().held_bits;
        while (own_unit() && weights_.next().weights() * bits <= space - held_) {
            list_unit(segments);
            if constexpr (requires { weights_.list_more(space, segments); })
                held_ += bits * weights_.list_more((space - held_) / bits, segments);
        }
    }
    void list_unit(Segments& segments) {
        held_ += weights_.next().weights() * transfers_.work().held_bits;
        weights_.list_unit(segments);
    }
    void list_outputs(std::int64_t step, Segments& segments) {
        const LayerWork& work = transfers_.work();
        const std::int64_t chunk = step % work.chunks, first = chunk * work.chunk;
        transfers_.list_outputs(step / work.chunks, first, first + work.chunk_positions(chunk), segments);
    }
    bool list_last_outputs(Segments& segments) {
        if (ended_) return false;
        ended_ = true;
        list_outputs(step() - 1, segments);
        return !segments.empty();
    }

    StepTransfers transfers_;
    Weights weights_;
    std::int64_t group_ = 0, chunk_ = 0, held_ = 0;
    int point_ = 0;
    bool ended_ = false;
};

/// Off the array there are no weights to list.
struct NoWeights {
    struct None {
        [[nodiscard]] std::int64_t weights() const { return 0; }
        [[nodiscard]] std::int64_t step() const { return -1; }
    };
    [[nodiscard]] bool done() const { return true; }
    [[nodiscard]] None next() const { return {}; }
    void list_unit(Segments&) {}
    template <class Visitor>
    void walk(Visitor&) {}
};

} // namespace fracbit::models::timing

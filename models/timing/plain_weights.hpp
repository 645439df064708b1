// Runs and units of weights without patches (docs/machine.md, "Weights"): which slices are read, in which words, for
// which units.
#pragma once

#include "models/timing/layer_work.hpp"
#include "models/timing/segment.hpp"

namespace fracbit::models::timing {

/// How weights are stored: slices of `stored` bits that become `decoded` bits, `per_word` of them a word.
struct SliceFormat {
    std::int64_t stored = 1, decoded = 1, per_word = 1;
    std::int64_t weight_bits = 1;
    bool bypass = true; ///< no decoder
    [[nodiscard]] std::int64_t largest_word() const { return per_word * decoded; }
};

SliceFormat slice_format(const Architecture& architecture, const Layer& layer, const QuantizedLayer& stored);

/// A run: its slices and what of their bits counts.
struct Run {
    std::int64_t slices = 0;
    std::int64_t skipped = 0; ///< decoded bits before the first that counts
    std::int64_t useful = 0;  ///< bits that count
    std::int64_t address = 0; ///< of the first stored bit
};

/// Walks the units of a layer in the order in which they are decoded.
class UnitWalk {
public:
    explicit UnitWalk(const LayerWork& work) : work_(&work) { settle(); }
    [[nodiscard]] bool done() const { return group_ == static_cast<std::int64_t>(work_->groups.size()); }
    [[nodiscard]] std::int64_t group() const { return group_; }
    [[nodiscard]] std::int64_t step() const { return group_ * work_->chunks + chunk_; }
    [[nodiscard]] std::int64_t plane() const { return plane_; }
    [[nodiscard]] std::int64_t unit() const { return unit_; }
    [[nodiscard]] std::int64_t weights() const { return weights_; }
    [[nodiscard]] bool first_of_plane() const { return unit_ == 0; }
    [[nodiscard]] bool first_of_step() const { return unit_ == 0 && plane_ == 0; }
    void advance() {
        const std::int64_t units = work_->plane_units();
        if (++unit_ == units)
            next_plane();
        else if (unit_ + 1 == units) // the last may be smaller
            settle();
    }
    /// To the first unit of the next step.
    void next_step() {
        unit_ = plane_ = 0;
        if (work_->weights_stay || ++chunk_ == work_->chunks) {
            chunk_ = 0;
            ++group_;
        }
        settle();
    }
    /// Units of the plane from here on that are of one size: all but the last.
    [[nodiscard]] std::int64_t equal_units() const { return done() ? 0 : work_->plane_units() - 1 - unit_; }
    /// On by so many of these.
    void skip(std::int64_t units) {
        unit_ += units;
        settle();
    }
    template <class Visitor>
    void walk(Visitor& visitor) {
        visitor.nest();
        visitor.level(group_, work_->last_like_group());
        visitor.level(chunk_, work_->chunks - 1);
        visitor.level(plane_, work_->planes - 1);
        visitor.level(unit_, work_->tile_units ? work_->last_like_tile() : 0);
        visitor.same(weights_);
    }

private:
    void next_plane();
    void settle() {
        if (!done()) weights_ = work_->unit_weights(group_, unit_);
    }
    const LayerWork* work_;
    std::int64_t group_ = 0, chunk_ = 0, plane_ = 0, unit_ = 0, weights_ = 0;
};

/// The runs of a layer's plain weights.
class PlainWeights {
public:
    /// Throws ConfigError naming the layer if the decoded-weight buffer cannot hold a unit, the reader not a word and a
    /// burst, or the weights were stored for another array.
    explicit PlainWeights(const LayerWork& work);
    [[nodiscard]] const LayerWork& work() const { return *work_; }
    [[nodiscard]] const SliceFormat& format() const { return format_; }
    [[nodiscard]] bool one_run() const { return one_run_; }
    /// The run of a row group's plane; `one_run`: of the layer.
    [[nodiscard]] Run run_of(std::int64_t group) const;
    [[nodiscard]] StreamId stream() const { return stream_; }

private:
    const LayerWork* work_;
    SliceFormat format_;
    StreamId stream_ = StreamId::weights;
    bool one_run_ = false;
};

/// The weights in the memory channel's list, unit by unit.
class PlainListing {
public:
    explicit PlainListing(const PlainWeights& weights) : weights_(&weights), units_(weights.work()) {}
    [[nodiscard]] bool done() const { return units_.done(); }
    [[nodiscard]] const UnitWalk& next() const { return units_; }
    /// Lists what completes the next unit, in whole bursts.
    void list_unit(Segments& segments);
    /// Further units of the plane that the last one was of, up to so many weights in all. Returns their weights.
    std::int64_t list_more(std::int64_t most_weights, Segments& segments);
    template <class Visitor>
    void walk(Visitor& visitor) {
        units_.walk(visitor);
        const SliceFormat& format = weights_->format();
        const std::int64_t decoded = run_.skipped + done_;
        visitor.same(run_.slices);
        visitor.same(run_.useful);
        visitor.same(decoded % format.largest_word());
        visitor.same(listed_ - decoded / format.largest_word() * format.per_word * format.stored);
        visitor.same((run_.address + listed_) % (8 * weights_->work().architecture->memory.burst_bytes));
        visitor.counter(done_);
        visitor.counter(listed_);
    }

private:
    void list(Segments& segments);
    const PlainWeights* weights_;
    UnitWalk units_;
    Run run_;
    std::int64_t listed_ = 0, done_ = 0;
    bool begun_ = false;
};

} // namespace fracbit::models::timing

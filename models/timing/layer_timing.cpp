#include "models/timing/layer_timing.hpp"

#include "models/timing/word_periods.hpp"

#include <numeric>
#include <type_traits>
#include <utility>

namespace fracbit::models::timing {

LayerTiming::LayerTiming()
    : memory_(links_), pipe_(links_), buffer_(links_), plain_(pipe_, buffer_), pruned_(links_, pipe_, buffer_),
      csr_(links_), passes_(links_), writer_(links_), scaler_(links_, writer_), drains_(links_, memory_, writer_),
      late_units_(links_, memory_, pipe_, buffer_, plain_),
      weight_loads_(links_, memory_, pipe_, buffer_, plain_, late_units_), vector_unit_(links_, writer_) {}

void LayerTiming::configure(const Architecture& architecture, bool skip_periods) {
    memory_.configure(architecture.memory);
    drains_.clear();
    weight_loads_.clear();
    skip_periods_ = skip_periods;
}

void LayerTiming::reset(const LayerWork& work) {
    const Architecture& architecture = *work.architecture;
    links_.activation_space = work.buffer_space;
    links_.activation_reserved = 0;
    links_.windows_freed.reset();
    links_.residuals_freed.reset();
    links_.windows_pending = !work.tensors.input_on_chip && !work.whole_input;
    links_.residuals_pending = work.tensors.residual.has_value();
    links_.scales.reset(2 * architecture.array.rows * work.scale_bytes);
    links_.sums.reset(architecture.array.spill_bytes);
    links_.sums_arrived.reset();
    links_.outputs.reset(architecture.output.writer_bytes);
    links_.spilled.reset(architecture.array.spill_bytes);
    links_.units_freed.reset();
    links_.position_drained.reset();
    for (Ring<std::int64_t>* ring : {&links_.activations_there, &links_.residual_there, &links_.scales_there,
                                     &links_.unit_whole, &links_.sums_there, &links_.position_sums, &links_.drained})
        ring->clear();
    writer_.reset(work);
    drains_.reset();
}

template <class Path, class Listing>
void LayerTiming::run_array(const LayerWork& work, Listing listing, Path& path) {
    if (work.spills) {
        SpillList<Listing> list(work, std::move(listing));
        run_blocks(work, list, path, [] {});
        return;
    }
    ChunkedList<Listing> list(work, std::move(listing));
    if constexpr (std::is_same_v<Path, PlainPath>) {
        if (skip_periods_) {
            ArrayState<ChunkedList<Listing>> state{*this, list};
            reset_finders(list.transfers());
            run_blocks(work, list, path, [&] {
                skip_array_periods(state);
                if (memory_.at_step()) weight_loads_.advance(list);
            });
            return;
        }
    }
    run_blocks(work, list, path, [] {});
}

/// What the periods of an array layer of plain weights are found in.
template <class List>
struct LayerTiming::ArrayState {
    LayerTiming& blocks;
    List& list;
    std::int64_t loader_free = 0;
    template <class Visitor>
    void walk(Visitor& visitor) {
        blocks.memory_.walk_clocks(visitor);
        blocks.pipe_.walk_clocks(visitor);
        blocks.buffer_.walk_clocks(visitor);
        blocks.passes_.walk_clocks(visitor);
        blocks.scaler_.walk_clocks(visitor);
        blocks.writer_.walk_clocks(visitor);
        blocks.memory_.walk(visitor, Clock::array_steps, Clock::drain_steps);
        blocks.plain_.walk(visitor);
        blocks.pipe_.walk(visitor);
        blocks.buffer_.walk(visitor);
        blocks.passes_.walk(visitor);
        blocks.scaler_.walk(visitor);
        blocks.writer_.walk(visitor, Clock::scaler);
        blocks.links_.walk(visitor, blocks.pipe_.stored(), blocks.passes_.step(), blocks.scaler_.step(),
                           blocks.scaler_.group(), loader_free);
        list.walk(visitor);
    }
};

void LayerTiming::reset_finders(const StepTransfers& transfers) {
    within_steps_.reset();
    between_groups_.reset(transfers.phase_period());
    between_chunks_.reset();
    group_looks_ = {};
    looked_piece_ = -1;
}

/// Which kind of period may have passed: one of row groups or chunks where a step begins, one of bursts in a long
/// segment of weights.
template <class List>
PeriodFinder* LayerTiming::due_finder(const List& list) {
    if (memory_.at_step()) {
        if (list.begins_group()) {
            between_chunks_.reset();
            constexpr std::int64_t fewest_groups = 5; // fewer are through before a period shows
            constexpr std::int64_t many_groups = 12;  // of fewer, the second cannot be part of one that is worth a look
            const std::int64_t last = list.transfers().work().last_like_group();
            return list.group() > (last < many_groups ? 1 : 0) && list.group() < last && last + 1 >= fewest_groups &&
                           group_looks_.can_be_alike(memory_, between_groups_)
                       ? &between_groups_
                       : nullptr;
        }
        constexpr std::int64_t many_chunks = 6; // fewer are through before a period shows
        return list.loads() || list.transfers().work().chunks < many_chunks ? nullptr : &between_chunks_;
    }
    constexpr std::int64_t usual_round = 32;
    const StreamId stream = memory_.stream();
    if (stream != StreamId::weights && stream != StreamId::kv_cache) return nullptr;
    const std::int64_t round = memory_.limit(stream) == never ? usual_round : memory_.limit(stream);
    if (memory_.bursts_left() < Memory::fewest_rounds * round) return nullptr;
    if (memory_.pieces() != looked_piece_) within_steps_.reset();
    looked_piece_ = memory_.pieces();
    return &within_steps_;
}

template <class State>
void LayerTiming::skip_array_periods(State& state) {
    if (drains_.skip_periods(scaler_)) return;
    PeriodFinder* finder = due_finder(state.list);
    if (!finder) return;
    state.loader_free = passes_.loader().free();
    const std::int64_t passing = passes_.step(), scaling = scaler_.step(), group = scaler_.group();
    links_.settle(memory_.issued() + 1, pipe_.reader().free(), buffer_.free(), writer_.end());
    ++looks_;
    if (finder->look(state) > 0)
        links_.renumber(passes_.step() - passing, scaler_.step() - scaling, scaler_.group() - group);
}

/// Memory, and whole units of late words, as far as tiles make space for them.
template <class Path>
bool LayerTiming::advance_channel(bool settled) {
    bool moved = false;
    do {
        if constexpr (std::is_same_v<Path, PlainPath>)
            while (memory_.pauses() && late_units_.advance()) {
                passes_.advance();
                moved = true;
            }
        moved |= memory_.advance(settled);
    } while (memory_.paused());
    return moved;
}

template <class List, class Path, class Look>
void LayerTiming::run_blocks(const LayerWork& work, List& list, Path& path, Look look) {
    memory_.reset(list);
    limit_rounds(work);
    if constexpr (std::is_same_v<Path, PlainPath>)
        memory_.pause_before_weights(skip_periods_ && late_units_.begin_layer());
    passes_.reset(work);
    scaler_.reset(work);
    bool settled = false;
    for (;;) {
        bool moved = advance_channel<Path>(settled);
        moved |= path.advance();
        moved |= passes_.advance();
        // A step is not drained before the channel has come as far as it can: it may be found at rest.
        const bool drained = skip_periods_ && drains_.advance(scaler_);
        moved |= drained;
        moved |= scaler_.advance(memory_.waits() && !drained);
        if (memory_.at_step()) { // on until nothing moves, so that states of two steps can be alike
            for (bool more = true; more;) {
                more = path.advance();
                more |= passes_.advance();
            }
        }
        if (moved) {
            settled = false;
            look();
            continue;
        }
        if (memory_.done() && path.done() && passes_.done() && scaler_.done() && writer_.idle()) return;
        if (settled) report_stuck(work);
        settled = true;
    }
}

struct LayerTiming::VectorState {
    LayerTiming& blocks;
    ChunkedList<NoWeights>& list;
    template <class Visitor>
    void walk(Visitor& visitor) {
        blocks.memory_.walk_clocks(visitor);
        blocks.vector_unit_.walk_clocks(visitor);
        blocks.writer_.walk_clocks(visitor);
        blocks.memory_.walk(visitor, Clock::drain_steps, Clock::drain_steps);
        blocks.vector_unit_.walk(visitor);
        blocks.writer_.walk(visitor, Clock::vector_unit);
        blocks.links_.walk_vector_unit(visitor, blocks.vector_unit_.step());
        list.walk(visitor);
    }
};

void LayerTiming::run_vector_unit(const LayerWork& work, ChunkedList<NoWeights>& list) {
    memory_.reset(list);
    limit_rounds(work);
    vector_unit_.reset(work);
    VectorState state{*this, list};
    reset_finders(list.transfers());
    bool settled = false;
    for (;;) {
        bool moved = memory_.advance(settled);
        moved |= skip_periods_ && drains_.advance(vector_unit_);
        moved |= vector_unit_.advance();
        if (memory_.at_step())
            while (vector_unit_.advance()) {
            }
        if (moved) {
            settled = false;
            if (!skip_periods_ || drains_.skip_periods(vector_unit_)) continue;
            PeriodFinder* finder = due_finder(list);
            if (!finder) continue;
            const std::int64_t step = vector_unit_.step();
            links_.settle(memory_.issued() + 1, 0, 0, writer_.end());
            ++looks_;
            if (finder->look(state) > 0) links_.renumber_vector_unit(vector_unit_.step() - step);
            continue;
        }
        if (memory_.done() && vector_unit_.done() && writer_.idle()) return;
        if (settled) report_stuck(work);
        settled = true;
    }
}

/// States are looked at between rounds; rounds of whole periods make them meet.
void LayerTiming::limit_rounds(const LayerWork& work) {
    if (!skip_periods_) return;
    const std::int64_t burst = work.architecture->memory.burst_bytes;
    const std::int64_t vectors = std::lcm(work.rows(0), burst) / burst;
    memory_.limit(StreamId::outputs, ceil_div(16, vectors) * vectors);
    if (!work.on_array) return;
    const std::int64_t bursts = word_periods(work).bursts;
    constexpr std::int64_t most = 512;
    if (bursts <= most)
        for (const StreamId stream : {StreamId::weights, StreamId::kv_cache})
            memory_.limit(stream, bursts >= 16 ? bursts : ceil_div(32, bursts) * bursts);
}

LayerResult LayerTiming::run(const LayerWork& work) {
    reset(work);
    looks_ = 0;
    copies_before_ = drains_.copies() + weight_loads_.copies();
    drain_looks_before_ = drains_.looks();
    on_array_ = work.on_array;
    if (!work.on_array) {
        ChunkedList<NoWeights> list(work, {});
        run_vector_unit(work, list);
        return result_of(work);
    }
    const WeightFormat format = weight_format(work);
    if (format == WeightFormat::csr) {
        CsrListing listing(work, csr_.facts());
        csr_.reset(work);
        run_array(work, std::move(listing), csr_);
    } else if (format == WeightFormat::sparse) {
        PrunedListing listing(work, pruned_.facts());
        const SliceFormat slices = slice_format(*work.architecture, *work.layer, *work.stored);
        pipe_.reset(work, slices);
        buffer_.reset(work, slices, true);
        pruned_.reset(work);
        run_array(work, std::move(listing), pruned_);
    } else {
        const PlainWeights weights(work);
        pipe_.reset(work, weights.format());
        buffer_.reset(work, weights.format(), false);
        plain_.reset(weights);
        run_array(work, PlainListing(weights), plain_);
    }
    return result_of(work);
}

} // namespace fracbit::models::timing

#include "models/timing/layer_timing.hpp"

#include "models/core/error.hpp"

#include <algorithm>
#include <fmt/format.h>
#include <utility>

namespace fracbit::models::timing {
namespace {

WeightFormat format_of(const LayerWork& work) {
    return work.layer->kind == LayerKind::attention ? WeightFormat::dense8 : work.stored->format;
}

} // namespace

LayerTiming::LayerTiming(const Architecture& architecture)
    : memory_(architecture.memory, links_), pipe_(links_), buffer_(links_), plain_(pipe_, buffer_), pruned_(links_, pipe_, buffer_), csr_(links_), passes_(links_), writer_(links_),
      scaler_(links_, writer_), vector_unit_(links_, writer_) {}

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
    links_.outputs.reset();
    links_.spilled.reset();
    links_.units_freed.reset();
    links_.position_drained.reset();
    for (Ring<std::int64_t>* ring : {&links_.activations_there, &links_.residual_there, &links_.scales_there, &links_.unit_whole,
                                     &links_.sums_there, &links_.position_sums, &links_.drained})
        ring->clear();
    writer_.reset(work);
}

template <class Path, class Listing>
void LayerTiming::run_array(const LayerWork& work, Listing listing, Path& path) {
    if (work.spills) {
        SpillList<Listing> list(work, std::move(listing));
        run_blocks(work, list, path);
    } else {
        ChunkedList<Listing> list(work, std::move(listing));
        run_blocks(work, list, path);
    }
}

template <class Path>
void LayerTiming::run_blocks(const LayerWork& work, BurstSource& list, Path& path) {
    memory_.reset(list);
    passes_.reset(work);
    scaler_.reset(work);
    bool settled = false;
    for (;;) {
        bool moved = memory_.advance(settled);
        moved |= path.advance();
        moved |= passes_.advance();
        moved |= scaler_.advance();
        if (moved) {
            settled = false;
            continue;
        }
        if (memory_.done() && path.done() && passes_.done() && scaler_.done() && writer_.idle()) return;
        if (settled) report_stuck(work);
        settled = true;
    }
}

void LayerTiming::run_vector_unit(const LayerWork& work, BurstSource& list) {
    memory_.reset(list);
    vector_unit_.reset(work);
    bool settled = false;
    for (;;) {
        bool moved = memory_.advance(settled);
        moved |= vector_unit_.advance();
        if (moved) {
            settled = false;
            continue;
        }
        if (memory_.done() && vector_unit_.done() && writer_.idle()) return;
        if (settled) report_stuck(work);
        settled = true;
    }
}

LayerResult LayerTiming::run(const LayerWork& work) {
    reset(work);
    if (!work.on_array) {
        ChunkedList<NoWeights> list(work, {});
        run_vector_unit(work, list);
        return result_of(work);
    }
    const WeightFormat format = format_of(work);
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

void LayerTiming::report_stuck(const LayerWork& work) const {
    std::string waiting = fmt::format("memory (a burst of stream '{}')", to_string(memory_.waiting()));
    if (memory_.done()) waiting = "";
    const auto add = [&](bool done, BlockId block) {
        if (!done) waiting += fmt::format("{}{}", waiting.empty() ? "" : ", ", to_string(block));
    };
    if (work.on_array) {
        add(passes_.done(), BlockId::array);
        add(scaler_.done(), BlockId::scaler);
    } else {
        add(vector_unit_.done(), BlockId::vector_unit);
    }
    add(writer_.idle(), BlockId::output_writer);
    throw SimulationError(fmt::format("layer '{}': nothing can move any more; waiting: {}", work.layer->name, waiting));
}

LayerResult LayerTiming::result_of(const LayerWork& work) {
    LayerResult result;
    result.name = work.layer->name;
    const std::int64_t cycles = std::max({memory_.end(), writer_.end(), std::int64_t{1}});
    result.cycles = Cycles(cycles);
    result.macs = work.layer->weights() * work.positions;
    result.streams = memory_.traffic();
    for (BlockCycles& block : result.blocks) block.idle = Cycles(cycles);
    const auto put = [&](BlockId id, const BlockCycles& block) { result.blocks[static_cast<std::size_t>(id)] = block; };
    put(BlockId::memory, memory_.channel().cycles(cycles));
    put(BlockId::activation_reader, memory_.activation_reader().cycles(cycles));
    put(BlockId::operand_reader, memory_.operand_reader().cycles(cycles));
    put(BlockId::output_writer, writer_.tally().cycles(cycles));
    if (!work.on_array) {
        put(BlockId::vector_unit, vector_unit_.tally().cycles(cycles));
        return result;
    }
    put(BlockId::tile_loader, passes_.loader().cycles(cycles));
    put(BlockId::array, passes_.array().cycles(cycles));
    put(BlockId::scaler, scaler_.tally().cycles(cycles));
    result.vectors = passes_.vectors();
    result.tiles_loaded = passes_.tiles();
    add_weight_path(work, result);
    return result;
}

void LayerTiming::add_weight_path(const LayerWork& work, LayerResult& result) {
    const std::int64_t cycles = result.cycles.count();
    const auto put = [&](BlockId id, const BlockCycles& block) { result.blocks[static_cast<std::size_t>(id)] = block; };
    const WeightFormat format = format_of(work);
    if (format == WeightFormat::csr) {
        put(BlockId::csr_decoder, csr_.cycles(cycles));
        result.csr = csr_.counts();
        result.decoded_bits = Bits(csr_.bits());
        return;
    }
    put(BlockId::weight_reader, pipe_.reader().cycles(cycles));
    put(BlockId::decoder, pipe_.decoder().cycles(cycles));
    put(BlockId::weight_buffer, buffer_.cycles(cycles));
    result.decoded_bits = Bits(buffer_.given());
    result.decoded_slices = pipe_.slices();
    if (format != WeightFormat::sparse) return;
    put(BlockId::patch_reader, pruned_.patches().reader().cycles(cycles));
    put(BlockId::patch_unit, pruned_.patches().unit().cycles(cycles));
    put(BlockId::mask_decoder, pruned_.mask_decoder().cycles(cycles));
    result.patches = pruned_.patches().patches();
}

} // namespace fracbit::models::timing

// What a layer's run gave: counters of all blocks, effort, or why nothing could move any more.
#include "models/core/error.hpp"
#include "models/timing/layer_timing.hpp"
#include "models/timing/word_periods.hpp"

#include <algorithm>
#include <fmt/format.h>

namespace fracbit::models::timing {

TimingEffort LayerTiming::effort(const LayerWork& work) const {
    TimingEffort effort;
    effort.events = memory_.bursts() + 2 * writer_.vectors();
    effort.looks = looks_ + drains_.looks() - drain_looks_before_;
    effort.copies = drains_.copies() + weight_loads_.copies() - copies_before_;
    if (!on_array_) return effort;
    effort.events += pipe_.events() + passes_.events();
    effort.period_words = joint_period(work);
    effort.inner_period_words = word_periods(work).inner;
    return effort;
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
    result.vectors = static_cast<std::int64_t>(work.groups.size()) * work.positions * work.passes();
    result.tiles_loaded = work.steps() * work.passes();
    const WeightFormat format = weight_format(work);
    const std::int64_t weight_bits = format == WeightFormat::dense8 ? 8
                                     : is_shift(format)             ? work.held_bits
                                                                    : 1,
                       readings = work.weights_stay ? 1 : work.chunks;
    result.decoded_bits = Bits(work.layer->weights() * work.planes * weight_bits * readings);
    add_weight_path(work, result);
    return result;
}

void LayerTiming::add_weight_path(const LayerWork& work, LayerResult& result) {
    const std::int64_t cycles = result.cycles.count();
    const auto put = [&](BlockId id, const BlockCycles& block) { result.blocks[static_cast<std::size_t>(id)] = block; };
    const WeightFormat format = weight_format(work);
    if (format == WeightFormat::csr) {
        put(BlockId::csr_decoder, csr_.cycles(cycles));
        result.csr = csr_.counts();
        return;
    }
    put(BlockId::weight_reader, pipe_.reader().cycles(cycles));
    put(BlockId::decoder, pipe_.decoder().cycles(cycles));
    put(BlockId::weight_buffer, buffer_.cycles(cycles));
    result.decoded_slices = pipe_.slices();
    if (format != WeightFormat::sparse) return;
    put(BlockId::patch_reader, pruned_.patches().reader().cycles(cycles));
    put(BlockId::patch_unit, pruned_.patches().unit().cycles(cycles));
    put(BlockId::mask_decoder, pruned_.mask_decoder().cycles(cycles));
    result.patches = pruned_.patches().patches();
}

} // namespace fracbit::models::timing

#include "models/schedule/activation_plan.hpp"

#include "models/core/error.hpp"

#include <algorithm>

namespace fracbit::models {
namespace {

ChannelBlock channels_read(const LayerSchedule& schedule, const OutputGroup& group) {
    const Layer& layer = schedule.layer;
    const std::int64_t channels = schedule.input.shape().channels;
    if (layer.kind == LayerKind::conv) {
        const std::int64_t per_group = channels / layer.groups;
        return {group.convolution_group * per_group, per_group};
    }
    return schedule.on_array() ? ChannelBlock{0, channels} : group.channels;
}

/// Blocks of a layout that hold any of the channels.
template <class Visit>
void visit_blocks(const TensorLayout& layout, const ChannelBlock& channels, Visit visit) {
    for (std::size_t b = layout.block_of(channels.first); b < layout.blocks().size(); ++b) {
        if (layout.blocks()[b].first >= channels.end()) break;
        visit(b);
    }
}

void append(std::vector<StreamSegment>& segments, StreamId stream, bool write, std::int64_t first_byte, std::int64_t bytes) {
    const auto first_bit = static_cast<std::uint64_t>(first_byte) * 8;
    if (!segments.empty() && segments.back().first_bit + static_cast<std::uint64_t>(segments.back().bits) == first_bit) {
        segments.back().bits += bytes * 8;
        return;
    }
    segments.push_back({stream, write, first_bit, bytes * 8});
}

std::int64_t widest_window(const LayerSchedule& schedule, const std::vector<Chunk>& chunks) {
    std::int64_t widest = 0;
    for (const OutputGroup& group : schedule.order.groups) {
        std::int64_t row = 0;
        visit_blocks(schedule.input, channels_read(schedule, group), [&](std::size_t b) { row += schedule.input.row_bytes(b); });
        for (const Chunk& chunk : chunks) {
            const RowRange rows = schedule.window.rows_of(chunk.first, chunk.end());
            widest = std::max(widest, (rows.end - rows.first) * row);
        }
    }
    return widest;
}

/// order = spill: all positions in one chunk, if the input stays on chip and there is anything to spill.
bool choose_spill(const Architecture& architecture, LayerSchedule& schedule, std::int64_t space, std::int64_t widest_group) {
    WorkOrder& order = schedule.order;
    if (architecture.order != LoopOrder::spill || !schedule.on_array() || order.passes_per_step() == 1) return false;
    const std::int64_t positions = schedule.layer.positions();
    const std::int64_t resident = accumulator_chunk(architecture, schedule.layer, order.planes);
    const std::int64_t residual = schedule.residual ? 2 * positions * widest_group : 0;
    const std::int64_t input = schedule.input_on_chip ? 0 : schedule.input.bytes();
    if (resident >= positions || input + residual > space) return false;
    const std::int64_t sums = 2 * 4 * widest_group * order.planes;
    if (architecture.array.spill_bytes < sums)
        throw ConfigError("layer '" + schedule.layer.name + "': the spill buffers cannot hold the sums of two positions: it takes array.spill_bytes >= " +
                          std::to_string(sums) + ", found " + std::to_string(architecture.array.spill_bytes));
    order.spills = true;
    order.resident_positions = resident;
    order.chunks = cut_chunks(positions, positions);
    schedule.input_resident = true;
    schedule.spill_block = std::min(resident, architecture.array.spill_bytes / sums);
    return true;
}

void choose_chunks(const Architecture& architecture, LayerSchedule& schedule) {
    WorkOrder& order = schedule.order;
    const std::int64_t space = architecture.activations.buffer_bytes - schedule.buffer_base;
    const bool loads_residual = schedule.residual.has_value();
    std::int64_t widest_group = 0;
    for (const OutputGroup& group : order.groups) widest_group = std::max(widest_group, group.channels.channels);
    if (choose_spill(architecture, schedule, space, widest_group)) return;
    const std::int64_t positions = schedule.layer.positions();
    std::int64_t needed = 0;
    for (std::int64_t size = accumulator_chunk(architecture, schedule.layer, order.planes); size >= 1; size /= 2) {
        order.chunks = cut_chunks(positions, size);
        const std::int64_t residual = loads_residual ? 2 * size * widest_group : 0;
        schedule.input_resident = schedule.input_on_chip || schedule.input.bytes() + residual <= space;
        // The vector unit frees a window only as its outputs leave, which may be behind the next window in the list.
        const std::int64_t windows = schedule.on_array() ? 1 : 2;
        needed = residual + (schedule.input_on_chip ? 0 : windows * widest_window(schedule, order.chunks));
        if (schedule.input_resident ? residual <= space : needed <= space) return;
    }
    throw ConfigError("layer '" + schedule.layer.name + "': the activation buffer cannot hold the input rows of one position: it takes " +
                      std::to_string(needed + schedule.buffer_base) + " bytes, found activations.buffer_bytes = " +
                      std::to_string(architecture.activations.buffer_bytes));
}

std::int64_t total_bytes(const std::vector<StreamSegment>& segments) {
    std::int64_t bits = 0;
    for (const StreamSegment& segment : segments) bits += segment.bits;
    return bits / 8;
}

} // namespace

std::vector<StreamSegment> tensor_pieces(const TensorLayout& layout, const ChannelBlock& channels, const Chunk& chunk, StreamId stream,
                                         bool write) {
    std::vector<StreamSegment> segments;
    const auto base = static_cast<std::int64_t>(layout.base());
    const std::int64_t width = layout.shape().width;
    const auto offset = [&](std::int64_t channel, std::int64_t position) {
        return base + layout.offset(channel, position / width, position % width);
    };
    if (layout.blocks()[layout.block_of(channels.first)] == channels) {
        append(segments, stream, write, offset(channels.first, chunk.first), chunk.positions * channels.channels);
        return segments;
    }
    for (std::int64_t position = chunk.first; position < chunk.end(); ++position)
        visit_blocks(layout, channels, [&](std::size_t b) {
            const ChannelBlock& block = layout.blocks()[b];
            const std::int64_t first = std::max(block.first, channels.first);
            append(segments, stream, write, offset(first, position), std::min(block.end(), channels.end()) - first);
        });
    return segments;
}

std::vector<StepTransfers> plan_activations(const Architecture& architecture, LayerSchedule& schedule) {
    choose_chunks(architecture, schedule);
    const WorkOrder& order = schedule.order;
    const auto base = static_cast<std::int64_t>(schedule.input.base());
    std::vector<StepTransfers> transfers(static_cast<std::size_t>(order.steps()));
    std::vector<std::int64_t> rows_loaded(schedule.input.blocks().size(), 0);
    StepNeeds needs;
    for (std::int64_t step = 0; step < order.steps(); ++step) {
        StepTransfers& transfer = transfers[static_cast<std::size_t>(step)];
        const OutputGroup& group = order.group(step);
        const Chunk& chunk = order.chunk(step);
        if (!schedule.input_on_chip) {
            const RowRange rows = schedule.window.rows_of(chunk.first, chunk.end());
            visit_blocks(schedule.input, channels_read(schedule, group), [&](std::size_t b) {
                const std::int64_t first = schedule.input_resident ? rows_loaded[b] : rows.first;
                if (first >= rows.end) return;
                append(transfer.activations, StreamId::activations, false, base + schedule.input.row_offset(b, first),
                       (rows.end - first) * schedule.input.row_bytes(b));
                rows_loaded[b] = rows.end;
            });
        }
        if (schedule.residual)
            transfer.residual = tensor_pieces(*schedule.residual, group.channels, chunk, StreamId::residual, false);
        if (!schedule.output_on_chip) transfer.outputs = tensor_pieces(schedule.output, group.channels, chunk, StreamId::outputs, true);

        needs.activations_loaded += total_bytes(transfer.activations);
        needs.residual_loaded += total_bytes(transfer.residual);
        needs.release_after_array = schedule.input_resident ? 0 : total_bytes(transfer.activations);
        needs.release_after_drain = total_bytes(transfer.residual);
        schedule.needs.push_back(needs);
    }
    return transfers;
}

} // namespace fracbit::models

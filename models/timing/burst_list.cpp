#include "models/timing/burst_list.hpp"

#include <algorithm>

namespace fracbit::models::timing {
namespace {

/// Pieces of one point of the list that lie side by side are one segment.
void append(Segments& segments, std::size_t begin, const Segment& piece) {
    if (segments.size() > begin && segments.back().first + segments.back().bits == piece.first)
        segments.back().bits += piece.bits;
    else
        segments.push_back(piece);
}

/// Positions [first, end) of some channels of a tensor.
void list_positions(const Tensor& tensor, const ChannelSpan& channels, std::int64_t first, std::int64_t end,
                    const Segment& kind, Segments& segments) {
    const std::size_t begin = segments.size(), block = tensor.block_with(channels.first);
    Segment piece = kind;
    if (tensor.blocks[block] == channels) {
        piece.first = 8 * (tensor.block_address(block) + first * channels.count);
        piece.bits = 8 * (end - first) * channels.count;
        segments.push_back(piece);
        return;
    }
    for (std::int64_t position = first; position < end; ++position) {
        for (std::size_t b = block; b < tensor.blocks.size() && tensor.blocks[b].first < channels.end(); ++b) {
            const ChannelSpan& other = tensor.blocks[b];
            const std::int64_t from = std::max(other.first, channels.first), to = std::min(other.end(), channels.end());
            piece.first = 8 * (tensor.block_address(b) + position * other.count + from - other.first);
            piece.bits = 8 * (to - from);
            append(segments, begin, piece);
        }
    }
}

} // namespace

StepTransfers::StepTransfers(const LayerWork& work) : work_(&work), rows_loaded_(work.tensors.input.blocks.size()) {}

Rows StepTransfers::rows_of(std::int64_t chunk) const {
    const std::int64_t first = chunk * work_->chunk;
    return work_->window.rows(first, first + work_->chunk_positions(chunk));
}

std::array<std::int64_t, 4> StepTransfers::phases(std::int64_t group, std::int64_t chunk) const {
    const std::int64_t first = chunk * work_->chunk, mask = work_->architecture->memory.burst_bytes - 1;
    const RowGroup& own = work_->groups[static_cast<std::size_t>(group)];
    const auto phase = [mask](const Tensor& tensor, const ChannelSpan& channels, std::int64_t position) {
        const std::size_t block = tensor.block_with(channels.first);
        const ChannelSpan& span = tensor.blocks[block];
        return (tensor.block_address(block) + position * span.count + channels.first - span.first) & mask;
    };
    return {own.channels.first * work_->scale_bytes & mask, phase(work_->tensors.output, own.channels, first),
            work_->tensors.residual ? phase(*work_->tensors.residual, own.channels, first) : 0,
            phase(work_->tensors.input, own.input, 0)};
}

std::int64_t StepTransfers::phase_period() const {
    std::int64_t period = 1;
    for (; period < work_->last_like_group(); ++period)
        if (phases(period, 0) == phases(0, 0)) break;
    return period;
}

void StepTransfers::list_activations(std::int64_t step, Segments& segments) {
    const Tensor& input = work_->tensors.input;
    if (work_->tensors.input_on_chip) return;
    const ChannelSpan read = work_->groups[static_cast<std::size_t>(step / work_->chunks)].input;
    const Rows rows = rows_of(step % work_->chunks);
    const std::size_t begin = segments.size();
    for (std::size_t b = input.block_with(read.first); b < input.blocks.size() && input.blocks[b].first < read.end();
         ++b) {
        const std::int64_t first = work_->whole_input ? rows_loaded_[b] : rows.first;
        if (first >= rows.end) continue;
        rows_loaded_[b] = rows.end;
        const std::int64_t row = input.row_bytes(b);
        append(segments, begin,
               {StreamId::activations, false, Mark::none, 0, 8 * (input.block_address(b) + first * row),
                8 * (rows.end - first) * row});
    }
}

void StepTransfers::list_residual(std::int64_t step, Segments& segments) const {
    if (!work_->tensors.residual) return;
    const std::int64_t chunk = step % work_->chunks, first = chunk * work_->chunk;
    list_positions(*work_->tensors.residual, work_->groups[static_cast<std::size_t>(step / work_->chunks)].channels,
                   first, first + work_->chunk_positions(chunk), {StreamId::residual, false, Mark::none, 0, 0, 0},
                   segments);
}

void StepTransfers::list_scales(std::int64_t group, Segments& segments) const {
    if (work_->scale_bytes == 0) return;
    const ChannelSpan channels = work_->groups[static_cast<std::size_t>(group)].channels;
    segments.push_back({StreamId::scales, false, Mark::none, 0, 8 * channels.first * work_->scale_bytes,
                        8 * channels.count * work_->scale_bytes});
}

void StepTransfers::list_outputs(std::int64_t group, std::int64_t first, std::int64_t end, Segments& segments) const {
    if (work_->tensors.output_on_chip) return;
    list_positions(work_->tensors.output, work_->groups[static_cast<std::size_t>(group)].channels, first, end,
                   {StreamId::outputs, true, Mark::none, 0, 0, 0}, segments);
}

std::int64_t StepTransfers::window_bytes(std::int64_t step) const {
    if (work_->tensors.input_on_chip || work_->whole_input) return 0;
    const Tensor& input = work_->tensors.input;
    const ChannelSpan read = work_->groups[static_cast<std::size_t>(step / work_->chunks)].input;
    const Rows rows = rows_of(step % work_->chunks);
    std::int64_t row = 0;
    for (std::size_t b = input.block_with(read.first); b < input.blocks.size() && input.blocks[b].first < read.end();
         ++b)
        row += input.row_bytes(b);
    return (rows.end - rows.first) * row;
}

std::int64_t StepTransfers::residual_bytes(std::int64_t step) const {
    return work_->tensors.residual ? work_->rows(step / work_->chunks) * work_->chunk_positions(step % work_->chunks)
                                   : 0;
}

} // namespace fracbit::models::timing

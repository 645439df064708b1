#include "models/schedule/weight_stream.hpp"

#include "models/core/error.hpp"

#include <algorithm>

namespace fracbit::models {

SliceShape slice_shape(const Architecture& architecture, const Layer& layer, const QuantizedLayer& weights) {
    const WeightPathConfig& path = architecture.weights;
    if (layer.kind != LayerKind::attention && weights.format == WeightFormat::flexor) {
        const XorNetwork& network = *weights.planes.front().network;
        return {network.n_in(), network.n_out(), path.lanes, false, 1};
    }
    const std::int64_t bits = weights.format == WeightFormat::dense8 ? 8 : 1;
    return {bits, bits, std::max<std::int64_t>(1, path.fill_width / bits), true, bits};
}

std::int64_t WeightStream::unit_of(const WorkOrder& work, std::int64_t step, std::int64_t pass) const {
    const std::int64_t first = resident ? first_unit_of_step[work.group_of(step) * work.chunks.size()]
                                        : first_unit_of_step[static_cast<std::size_t>(step)];
    return first + (tile_units ? pass : pass / work.tiles());
}

bool WeightStream::last_use(const WorkOrder& work, std::int64_t step, std::int64_t pass) const {
    const bool last_chunk = !resident || work.chunk_of(step) + 1 == work.chunks.size();
    return last_chunk && (tile_units || (pass + 1) % work.tiles() == 0);
}

namespace {

void check_buffers(const Architecture& architecture, const Layer& layer, const WeightStream& stream, std::int64_t unit_bits) {
    const WeightPathConfig& path = architecture.weights;
    const auto refuse = [&](const std::string& what) { throw ConfigError("layer '" + layer.name + "': " + what); };
    if (unit_bits > path.buffer_bytes * 8)
        refuse(std::string("the decoded-weight buffer cannot hold ") +
               (stream.tile_units ? "one tile" : "one plane of a row group, which row-major storage needs") +
               ": it takes weights.buffer_bytes >= " + std::to_string(ceil_div(unit_bits, 8)) + ", found " +
               std::to_string(path.buffer_bytes) + (stream.tile_units ? "" : "; k-major storage needs only one tile"));
    const std::int64_t reader = ceil_div(stream.slice.word_stored_bits(), 8) + architecture.memory.burst_bytes;
    if (path.reader_bytes < reader)
        refuse("the weight reader cannot hold one word and one burst: it takes weights.reader_bytes >= " +
               std::to_string(reader) + ", found " + std::to_string(path.reader_bytes));
}

/// Weights in k-major or tiled order were cut for one array, and only that one finds them.
void check_storage(const Architecture& architecture, const Layer& layer, const QuantizedLayer& weights) {
    if (weights.format == WeightFormat::dense8 || weights.order == StorageOrder::row_major) return; // any array can
    const auto check = [&](const char* what, std::int64_t stored, const char* key, std::int64_t array,
                           std::int64_t all) {
        if (std::min(stored, all) == std::min(array, all)) return;
        throw ConfigError("layer '" + layer.name + "': its weights are stored for " + what + " of " +
                          std::to_string(stored) + ", but " + key + " = " + std::to_string(array) +
                          "; encode the model for this array, or in row-major order");
    };
    check("row groups", weights.group_rows, "array.rows", architecture.array.rows, layer.out_channels / layer.groups);
    if (weights.order == StorageOrder::tiled)
        check("tile columns", weights.tile_columns, "array.columns", architecture.array.columns, layer.reduction());
}

} // namespace

WeightStream plan_weights(const Architecture& architecture, const Layer& layer, const QuantizedLayer& weights,
                          const WorkOrder& order, std::uint64_t base) {
    check_storage(architecture, layer, weights);
    WeightStream stream;
    stream.slice = slice_shape(architecture, layer, weights);
    stream.order = weights.order;
    stream.tile_units = weights.order != StorageOrder::row_major || order.tiles() == 1;
    const SliceShape& slice = stream.slice;

    std::int64_t most_rows = 0;
    for (const OutputGroup& group : order.groups) most_rows = std::max(most_rows, group.channels.channels);
    const std::int64_t group_bits = most_rows * order.reduction * slice.weight_bits;
    stream.resident = order.planes * group_bits <= architecture.weights.buffer_bytes * 8;
    check_buffers(architecture, layer, stream,
                  stream.tile_units ? most_rows * order.columns_of(0) * slice.weight_bits : group_bits);

    const bool row_major = weights.order == StorageOrder::row_major;
    const bool once = stream.resident || order.chunks.size() == 1;
    const bool continuous = row_major && once && order.planes == 1;
    const std::int64_t burst_bits = architecture.memory.burst_bytes * 8;
    const auto aligned = [&](std::int64_t bits) { return ceil_div(bits, burst_bits) * burst_bits; };
    const auto slices_for = [&](std::int64_t decoded) { return ceil_div(decoded, slice.decoded_bits); };
    const std::int64_t plane_bits =
        aligned(slices_for(layer.out_channels * order.reduction * slice.weight_bits) * slice.stored_bits);

    // Byte addresses and offsets of self-contained row groups: [group][plane], each at a burst boundary.
    std::vector<std::int64_t> group_address, group_offset;
    std::int64_t address_bits = 0, offset = 0;
    for (const OutputGroup& group : order.groups) {
        const std::int64_t stored = slices_for(group.channels.channels * order.reduction * slice.weight_bits) * slice.stored_bits;
        group_address.push_back(address_bits);
        group_offset.push_back(offset);
        address_bits += order.planes * aligned(stored);
        offset += stored;
    }
    stream.bytes = static_cast<std::uint64_t>(row_major ? order.planes * plane_bits : address_bits) / 8;
    const auto base_bits = static_cast<std::int64_t>(base) * 8;

    for (std::int64_t step = 0; step < order.steps(); ++step) {
        stream.first_unit_of_step.push_back(static_cast<std::int64_t>(stream.units.size()));
        if (stream.resident && order.chunk_of(step) > 0) continue;
        const std::size_t g = order.group_of(step);
        const ChannelBlock& channels = order.groups[g].channels;
        const std::int64_t bits = channels.channels * order.reduction * slice.weight_bits;
        for (std::int64_t plane = 0; plane < order.planes; ++plane) {
            WeightRun run;
            run.plane = plane;
            run.useful_bits = bits;
            if (row_major) {
                const std::int64_t first = channels.first * order.reduction * slice.weight_bits;
                const std::int64_t first_slice = first / slice.decoded_bits;
                run.first_bit = first_slice * slice.stored_bits;
                run.skip = first - first_slice * slice.decoded_bits;
                run.slices = slices_for(run.skip + bits);
                run.address = static_cast<std::uint64_t>(base_bits + plane * plane_bits + run.first_bit);
            } else {
                run.first_bit = group_offset[g];
                run.slices = slices_for(bits);
                run.address = static_cast<std::uint64_t>(base_bits + group_address[g] + plane * aligned(run.slices * slice.stored_bits));
            }
            if (continuous && !stream.runs.empty()) {
                WeightRun& whole = stream.runs.front();
                whole.useful_bits += bits;
                whole.slices = slices_for(whole.skip + whole.useful_bits);
            } else {
                stream.runs.push_back(run);
            }
            const WeightRun& current = stream.runs.back();
            const auto run_index = static_cast<std::int64_t>(stream.runs.size()) - 1;
            std::int64_t done = current.useful_bits - bits;
            for (std::int64_t tile = 0; tile < (stream.tile_units ? order.tiles() : 1); ++tile) {
                const std::int64_t unit_bits = stream.tile_units ? channels.channels * order.columns_of(tile) * slice.weight_bits : bits;
                done += unit_bits;
                stream.units.push_back({run_index, ceil_div(slices_for(current.skip + done), slice.per_word) * slice.per_word, unit_bits});
            }
        }
    }
    stream.first_unit_of_step.push_back(static_cast<std::int64_t>(stream.units.size()));
    return stream;
}

} // namespace fracbit::models

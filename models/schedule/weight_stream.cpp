#include "models/schedule/weight_stream.hpp"

#include "models/core/error.hpp"
#include "models/schedule/stored_streams.hpp"
#include "models/schedule/weight_addresses.hpp"

#include <algorithm>
#include <fmt/format.h>

namespace fracbit::models {

SliceShape slice_shape(const Architecture& architecture, const Layer& layer, const QuantizedLayer& weights) {
    const WeightPathConfig& path = architecture.weights;
    if (layer.kind != LayerKind::attention && is_encoded(weights.format)) {
        const bool sparse = weights.format == WeightFormat::sparse;
        const StoredPlane& plane = weights.planes.front();
        if (plane.network == nullptr) throw ConfigError(fmt::format("layer '{}': encoded weights without an XOR network", layer.name));
        if (plane.registers < 0) throw ConfigError(fmt::format("layer '{}': {} registers, must be 0 or more", layer.name, plane.registers));
        return {plane.seed_bits(), plane.network->n_out(), path.lanes, false, weights.weight_bits(), sparse ? 1 : 0};
    }
    const std::int64_t bits = weights.weight_bits();
    return {bits, bits, std::max<std::int64_t>(1, path.fill_width / bits), true, bits, weights.format == WeightFormat::csr ? 1 : 0};
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

class WeightPlanner {
public:
    WeightPlanner(const Architecture& architecture, const Layer& layer, const QuantizedLayer& weights, const WorkOrder& order)
        : architecture_(architecture), layer_(layer), weights_(weights), order_(order) {
        for (const OutputGroup& group : order.groups) most_rows_ = std::max(most_rows_, group.channels.channels);
    }

    WeightStream plan(std::uint64_t base) {
        stream_.slice = slice_shape(architecture_, layer_, weights_);
        stream_.order = weights_.order;
        const bool attention = layer_.kind == LayerKind::attention;
        stream_.csr = !attention && weights_.format == WeightFormat::csr;
        stream_.patched = !attention && weights_.format == WeightFormat::sparse && weights_.planes.front().patches.format != PatchFormat::none;
        stream_.tile_units = weights_.order != StorageOrder::row_major || order_.tiles() == 1;
        const std::int64_t group_bits = most_rows_ * order_.reduction * stream_.slice.held_bits();
        stream_.resident = order_.planes * group_bits <= architecture_.weights.buffer_bytes * 8;
        stream_.continuous = stream_.resident || order_.chunks.size() == 1;
        if (!attention) check_storage();
        check_buffers(stream_.tile_units ? most_rows_ * order_.columns_of(0) * stream_.slice.held_bits() : group_bits);
        const WeightAddresses addresses(architecture_, layer_, weights_, order_, stream_, base);
        stream_.bytes = addresses.bytes();
        addresses.place_tables(stream_);
        for (std::int64_t step = 0; step < order_.steps(); ++step) {
            stream_.first_unit_of_step.push_back(static_cast<std::int64_t>(stream_.units.size()));
            if (stream_.resident && order_.chunk_of(step) > 0) continue;
            for (std::int64_t plane = 0; plane < order_.planes; ++plane) add_plane(addresses, step, plane);
        }
        stream_.first_unit_of_step.push_back(static_cast<std::int64_t>(stream_.units.size()));
        return std::move(stream_);
    }

private:
    [[noreturn]] void refuse(const std::string& what) const { throw ConfigError(fmt::format("layer '{}': {}", layer_.name, what)); }

    /// Weights in k-major or tiled order, and pruned ones in any, were cut for one array, and only that one finds them.
    void check_storage() const {
        const bool sparse = weights_.format == WeightFormat::sparse;
        const auto check = [&](const char* what, std::int64_t stored, const char* key, std::int64_t array, std::int64_t all) {
            if (std::min(stored, all) == std::min(array, all)) return;
            refuse(fmt::format("its weights are stored for {} of {}, but {} = {}; encode the model for this array{}", what, stored, key, array,
                               sparse || stream_.csr ? "" : ", or in row-major order"));
        };
        if (weights_.format == WeightFormat::dense8) return; // any array can
        if (weights_.order != StorageOrder::row_major || stream_.csr)
            check("row groups", weights_.group_rows, "array.rows", architecture_.array.rows, layer_.out_channels / layer_.groups);
        if (weights_.order == StorageOrder::tiled)
            check("tile columns", weights_.tile_columns, "array.columns", architecture_.array.columns, layer_.reduction());
        if (sparse && weights_.order == StorageOrder::row_major)
            refuse("pruned encoded weights start afresh at each row group: the machine reads them in k-major or tiled order, found row-major");
        if (stream_.csr && weights_.order == StorageOrder::k_major)
            refuse("CSR weights are stored row by row: the machine reads them in row-major or tiled order, found k-major");
        if (stream_.csr && weights_.csr.decoders != architecture_.csr.decoders)
            refuse(fmt::format("its weights are stored for {} CSR decoders, but csr.decoders = {}", weights_.csr.decoders, architecture_.csr.decoders));
        if ((sparse || stream_.csr) && architecture_.weights.fill_width < stream_.slice.held_bits())
            refuse(fmt::format("a weight and its mask bit need weights.fill_width >= 2, found {}", architecture_.weights.fill_width));
        check_stored_streams(layer_, weights_, order_);
        if (sparse) check_mask();
    }

    void check_mask() const {
        const StoredMask& mask = weights_.mask;
        if (mask.format != MaskFormat::low_rank) return;
        if (mask.rank > 64) refuse(fmt::format("low-rank masks have a rank of at most 64, found {}", mask.rank));
        const std::int64_t shared = ceil_div(order_.reduction * mask.rank, 8);
        if (shared > architecture_.weights.mask_memory_bytes)
            refuse(fmt::format("the mask memory cannot hold the factor that a band shares: it takes weights.mask_memory_bytes >= {}, found {}", shared,
                               architecture_.weights.mask_memory_bytes));
    }

    void check_buffers(std::int64_t unit_bits) const {
        const WeightPathConfig& path = architecture_.weights;
        if (unit_bits > path.buffer_bytes * 8)
            refuse(fmt::format("the decoded-weight buffer cannot hold {}: it takes weights.buffer_bytes >= {}, found {}{}",
                               stream_.tile_units ? "one tile" : "one plane of a row group, which row-major storage needs", ceil_div(unit_bits, 8),
                               path.buffer_bytes, stream_.tile_units ? "" : stream_.csr ? "; tiled storage needs only one tile" : "; k-major storage needs only one tile"));
        const std::int64_t reader = ceil_div(stream_.slice.word_stored_bits(), 8) + architecture_.memory.burst_bytes;
        if (!stream_.csr && path.reader_bytes < reader)
            refuse(fmt::format("the weight reader cannot hold one word and one burst: it takes weights.reader_bytes >= {}, found {}", reader,
                               path.reader_bytes));
        if (!stream_.csr) return;
        const std::int64_t entries = ceil_div(weights_.csr.entry_bits(), 8) + architecture_.memory.burst_bytes;
        if (architecture_.csr.reader_bytes < entries)
            refuse(fmt::format("a CSR decoder cannot hold one entry and one burst: it takes csr.reader_bytes >= {}, found {}", entries,
                               architecture_.csr.reader_bytes));
    }

    /// The run and the units of a (step, plane).
    void add_plane(const WeightAddresses& addresses, std::int64_t step, std::int64_t plane) {
        const std::int64_t rows = order_.group(step).channels.channels;
        const std::int64_t bits = rows * order_.reduction * stream_.slice.weight_bits;
        std::int64_t skip = 0, done = 0, run = static_cast<std::int64_t>(order_.group_of(step));
        if (!stream_.csr) {
            addresses.append_run(stream_, step, plane);
            const WeightRun& current = stream_.runs.back();
            run = static_cast<std::int64_t>(stream_.runs.size()) - 1;
            skip = current.skip;
            done = current.useful_bits - bits;
        }
        const SliceShape& slice = stream_.slice;
        for (std::int64_t tile = 0; tile < (stream_.tile_units ? order_.tiles() : 1); ++tile) {
            const std::int64_t weights = stream_.tile_units ? rows * order_.columns_of(tile) : rows * order_.reduction;
            done += weights * slice.weight_bits;
            const std::int64_t slices = ceil_div(ceil_div(skip + done, slice.decoded_bits), slice.per_word) * slice.per_word;
            stream_.units.push_back({run, slices, weights * slice.held_bits()});
        }
    }

    const Architecture& architecture_;
    const Layer& layer_;
    const QuantizedLayer& weights_;
    const WorkOrder& order_;
    std::int64_t most_rows_ = 0;
    WeightStream stream_;
};

} // namespace

WeightStream plan_weights(const Architecture& architecture, const Layer& layer, const QuantizedLayer& weights,
                          const WorkOrder& order, std::uint64_t base) {
    return WeightPlanner(architecture, layer, weights, order).plan(base);
}

} // namespace fracbit::models

#include "tests/rtl/random_path.hpp"

#include "models/core/error.hpp"
#include "models/schedule/network_planner.hpp"
#include "tests/support/drawer.hpp"

#include <fmt/format.h>

namespace fracbit::test {

using namespace models;
using tests::Drawer;

namespace {

/// What goes round: all pairs of neighbours are met in 24 cases.
struct Round {
    explicit Round(std::uint64_t seed) : number(static_cast<std::int64_t>(seed)) {}
    template <class T>
    [[nodiscard]] T of(std::initializer_list<T> values, std::int64_t divisor = 1) const {
        return *(values.begin() + number / divisor % static_cast<std::int64_t>(values.size()));
    }
    std::int64_t number;
};

Architecture draw_architecture(const Round& round, Drawer& draw) {
    Architecture a;
    a.memory.burst_bytes = draw.pick<std::int64_t>({4, 8, 16});
    WeightPathConfig& w = a.weights;
    w.lanes = round.of({1, 8, 2, 3, 5});
    w.fifo_depth = round.of<std::int64_t>({1, 2, 8}, 2);
    w.patch_ports = round.of({1, 2, 3}, 4);
    w.reader_bytes = draw.pick<std::int64_t>({48, 64, 100, 256});
    w.levels_per_stage = static_cast<int>(draw.range(1, 4));
    if (draw.chance(30)) w.decoder_stages = static_cast<int>(draw.range(1, 5));
    w.fill_width = draw.pick<std::int64_t>({8, 13, 32, 64, 100});
    w.buffer_bytes = draw.pick<std::int64_t>({64, 200, 1000});
    w.patch_fifo_depth = draw.pick<std::int64_t>({1, 2, 3, 8});
    w.patch_bytes = draw.pick<std::int64_t>({64, 100, 256});
    w.mask_lanes = draw.pick<std::int64_t>({1, 7, 32});
    w.mask_entries = static_cast<int>(draw.range(1, 5));
    w.mask_bytes = draw.pick<std::int64_t>({128, 512});
    a.array.rows = static_cast<int>(draw.pick<std::int64_t>({2, 5, 8, 16}));
    a.array.columns = static_cast<int>(draw.pick<std::int64_t>({3, 8, 17, 32}));
    a.array.accumulator_depth = draw.pick<std::int64_t>({12, 40, 512});
    return a;
}

Network draw_network(Drawer& draw) {
    Layer layer;
    layer.name = "layer";
    layer.input = {draw.range(1, 6), draw.range(1, 4), draw.range(1, 4)};
    layer.out_channels = draw.range(1, 24);
    layer.kind = draw.chance(40) ? LayerKind::linear : LayerKind::conv;
    if (layer.kind == LayerKind::conv) {
        layer.kernel_height = draw.range(1, std::min<std::int64_t>(3, layer.input.height));
        layer.kernel_width = draw.range(1, std::min<std::int64_t>(3, layer.input.width));
    }
    Network network;
    network.name = "random";
    network.layers = {layer};
    return network;
}

SyntheticSpec draw_weights(const Round& round, Drawer& draw, const Architecture& architecture, std::uint64_t seed) {
    SyntheticSpec spec;
    const int format = round.of({0, 1, 2, 3});
    spec.format = format > 0 ? WeightFormat::sparse : round.of({WeightFormat::shift_xor, WeightFormat::flexor}, 4);
    spec.pruned.patches = format == 1   ? PatchFormat::counted
                          : format == 2 ? PatchFormat::gaps
                                        : round.of({PatchFormat::none, PatchFormat::counted}, 4);
    spec.q = spec.format == WeightFormat::shift_xor ? static_cast<int>(draw.range(2, 4)) : draw.pick({1, 1, 2, 3});
    // Wide words of large slices take the simulators' compilers long, and test nothing more.
    const bool wide = architecture.weights.lanes > 3;
    spec.xor_spec.n_in = wide ? draw.pick({1, 3, 5, 6}) : draw.pick({1, 3, 5, 8, 13, 20});
    spec.xor_spec.n_out = spec.xor_spec.n_in + (wide ? draw.pick({1, 4}) : draw.pick({1, 4, 11}));
    spec.xor_spec.taps = draw.chance(40) ? std::min(2, spec.xor_spec.n_in) : 0;
    spec.xor_spec.seed = seed;
    spec.order = draw.pick({StorageOrder::row_major, StorageOrder::k_major, StorageOrder::tiled});
    if (spec.format == WeightFormat::sparse) {
        if (spec.order == StorageOrder::row_major) spec.order = StorageOrder::tiled;
        spec.pruned.sparsity = draw.pick({0.3, 0.7, 0.9});
        spec.pruned.mask = draw.pick({MaskFormat::bitmap, MaskFormat::relative_index, MaskFormat::low_rank});
        spec.pruned.block_slices = draw.pick({1, 3, 8});
        spec.pruned.patches_per_slice = draw.pick({0.2, 1.0, 4.0});
        if (draw.chance(50)) {
            spec.pruned.registers = static_cast<int>(draw.range(1, 3));
            spec.xor_spec.n_in = (spec.pruned.registers + 1) * (wide ? draw.pick({1, 2}) : draw.pick({1, 2, 5, 8}));
            spec.xor_spec.n_out = std::max(spec.xor_spec.n_out, spec.xor_spec.n_in);
        }
    }
    spec.group_rows = architecture.array.rows;
    spec.tile_columns = architecture.array.columns;
    spec.seed = seed;
    return spec;
}

/// Planes of an encoded layer mostly have blocks of different lengths: the second comes from a layer that is drawn the
/// same way but for that.
std::shared_ptr<const QuantizedLayer> draw_layer(const Network& network, SyntheticSpec spec, Drawer& draw) {
    auto layer = SyntheticWorkload(network, spec).layer(0);
    if (spec.format != WeightFormat::sparse || spec.pruned.patches != PatchFormat::counted || spec.q < 2) return layer;
    spec.pruned.block_slices = draw.pick({2, 5, spec.pruned.block_slices});
    auto mixed = std::make_shared<QuantizedLayer>(*layer);
    mixed->planes[1] = SyntheticWorkload(network, spec).layer(0)->planes[1];
    return mixed;
}

} // namespace

RandomPath random_path(std::uint64_t seed) {
    for (std::uint64_t attempt = 0;; ++attempt) {
        Drawer draw(seed + 1000 * attempt);
        const Round round(seed);
        RandomPath path;
        path.seed = seed;
        try {
            path.architecture = draw_architecture(round, draw);
            path.network = draw_network(draw);
            const SyntheticSpec weights = draw_weights(round, draw, path.architecture, seed);
            path.weights = draw_layer(path.network, weights, draw);
            path.schedule = NetworkPlanner(path.architecture, path.network).plan(0, *path.weights);
            path.spec = weight_path_of(path.architecture, "layer", *path.weights);
            path.spec.prefix = fmt::format("case_{}", seed);
            return path;
        } catch (const ConfigError&) {
            if (attempt == 1000) throw;
        }
    }
}

std::string RandomPath::describe() const {
    const WeightPathConfig& w = spec.sizes;
    return fmt::format(
        "case {}: {}, {} planes, {} -> {}, {} registers, patches {}, block {}, masked {}, order {}, lanes {}, FIFO {}, "
        "ports {}, patch FIFO {}, "
        "stages {}, burst {} bits, reader {} B, patches {} B, fill {}, buffer {} B, mask lanes {}, {} runs, {} units",
        seed, to_string(weights->format), spec.planes.size(), spec.n_in(), spec.n_out(), spec.registers,
        to_string(spec.patches), fmt::join(spec.block_slices, "/"), spec.masked, to_string(weights->order), w.lanes,
        w.fifo_depth, w.patch_ports, w.patch_fifo_depth, decoder_stages_of(spec).stages, spec.in_bits, w.reader_bytes,
        w.patch_bytes, w.fill_width, w.buffer_bytes, w.mask_lanes, schedule.weights.runs.size(),
        schedule.weights.units.size());
}

} // namespace fracbit::test

#include "tests/sim/random_case.hpp"
#include "tests/support/drawer.hpp"

#include <algorithm>
#include <sstream>

namespace fracbit::test {

using namespace models;
using tests::Drawer;

namespace {

Architecture draw_architecture(Drawer& draw) {
    Architecture a;
    a.name = "random";
    a.memory.bytes_per_cycle = draw.pick<Rational>({{64, 5}, {1, 3}, {7, 2}, {100}, {1}, {33, 7}, {16}});
    a.memory.latency = Cycles(draw.pick<std::int64_t>({0, 1, 7, 40, 100}));
    a.memory.burst_bytes = draw.pick<std::int64_t>({4, 8, 32, 64, 128});
    a.memory.outstanding = draw.pick<std::int64_t>({1, 2, 5, 16});
    a.weights.lanes = static_cast<int>(draw.pick<std::int64_t>({1, 2, 3, 4, 8}));
    a.weights.reader_bytes = draw.pick<std::int64_t>({256, 1024, 4096});
    a.weights.fifo_depth = draw.pick<std::int64_t>({1, 2, 3, 8});
    a.weights.levels_per_stage = static_cast<int>(draw.range(1, 4));
    if (draw.chance(20)) a.weights.decoder_stages = static_cast<int>(draw.range(1, 5));
    a.weights.fill_width = draw.pick<std::int64_t>({8, 13, 32, 64, 256, 1000});
    a.weights.buffer_bytes = draw.pick<std::int64_t>({64, 200, 1000, 8192});
    a.weights.patch_ports = static_cast<int>(draw.range(1, 3));
    a.weights.patch_fifo_depth = draw.pick<std::int64_t>({1, 2, 3, 8});
    a.weights.patch_bytes = draw.pick<std::int64_t>({256, 512, 1024});
    a.weights.mask_lanes = draw.pick<std::int64_t>({1, 7, 32, 64, 500});
    a.weights.mask_entries = static_cast<int>(draw.range(1, 5));
    a.weights.mask_bytes = draw.pick<std::int64_t>({256, 512, 1024});
    a.csr.decoders = static_cast<int>(draw.pick<std::int64_t>({1, 2, 5, 8, 32}));
    a.csr.reader_bytes = 2 * a.memory.burst_bytes + draw.pick<std::int64_t>({0, 3, 200});
    a.array.rows = static_cast<int>(draw.pick<std::int64_t>({1, 2, 5, 8, 16}));
    a.array.columns = static_cast<int>(draw.pick<std::int64_t>({1, 3, 8, 17, 32}));
    a.array.mode =
        draw.pick({ArrayMode::add_sub, ArrayMode::add_sub, ArrayMode::xnor, ArrayMode::xnor, ArrayMode::dense,
                   ArrayMode::shift});
    a.array.activation_bits = a.array.mode == ArrayMode::xnor ? static_cast<int>(draw.range(1, 8)) : 8;
    a.array.accumulator_banks = static_cast<int>(draw.range(1, 2));
    a.array.accumulator_depth = draw.pick<std::int64_t>({8, 12, 40, 512});
    a.array.tile_banks = static_cast<int>(draw.range(1, 2));
    if (draw.chance(30)) a.array.stages = static_cast<int>(draw.range(1, 9));
    a.activations.buffer_bytes = draw.pick<std::int64_t>({128, 500, 2000, 65536});
    a.output.fifo_depth = draw.pick<std::int64_t>({1, 2, 8});
    a.output.writer_bytes = a.memory.burst_bytes + draw.pick<std::int64_t>({16, 100, 1000});
    a.vector_unit.lanes = static_cast<int>(draw.pick<std::int64_t>({1, 3, 16}));
    a.keep_on_chip = draw.chance(30);
    if (draw.chance(30)) a.order = LoopOrder::spill;
    a.array.spill_bytes = draw.pick<std::int64_t>({400, 1000, 4096});
    return a;
}

Layer draw_array_layer(Drawer& draw, const TensorShape& input, std::int64_t repeat) {
    Layer layer;
    layer.input = input;
    layer.repeat = repeat;
    layer.relu = draw.chance(50);
    layer.out_channels = draw.range(1, 24);
    if (draw.chance(25)) {
        layer.kind = draw.chance(85) ? LayerKind::linear : LayerKind::attention;
        return layer;
    }
    layer.kind = LayerKind::conv;
    layer.dilation_height = draw.chance(80) ? 1 : 2;
    layer.dilation_width = draw.chance(80) ? 1 : 2;
    layer.pad_height = draw.range(0, 2);
    layer.pad_width = draw.range(0, 2);
    layer.kernel_height =
        draw.range(1, std::min<std::int64_t>(4, (input.height + 2 * layer.pad_height - 1) / layer.dilation_height + 1));
    layer.kernel_width =
        draw.range(1, std::min<std::int64_t>(4, (input.width + 2 * layer.pad_width - 1) / layer.dilation_width + 1));
    layer.stride_height = draw.range(1, 3);
    layer.stride_width = draw.range(1, 3);
    if (draw.chance(25)) {
        for (const std::int64_t groups : {input.channels, std::int64_t{2}, std::int64_t{3}})
            if (input.channels % groups == 0) layer.groups = groups;
        layer.out_channels = layer.groups * draw.range(1, 5);
    }
    return layer;
}

Layer draw_vector_layer(Drawer& draw, const TensorShape& input, std::int64_t repeat, int activation_bits) {
    Layer layer;
    layer.input = input;
    layer.repeat = repeat;
    layer.out_channels = input.channels;
    layer.kind =
        draw.pick({LayerKind::max_pool, LayerKind::max_pool, LayerKind::average_pool, LayerKind::global_average_pool,
                   LayerKind::softmax, LayerKind::layer_norm, LayerKind::rms_norm, LayerKind::lookup});
    // Softmax fills eight bits: nothing for an array of fewer planes.
    if (layer.kind == LayerKind::softmax && activation_bits < 8) layer.kind = LayerKind::rms_norm;
    if (layer.kind == LayerKind::max_pool || layer.kind == LayerKind::average_pool) {
        layer.kernel_height = draw.range(1, std::min<std::int64_t>(3, input.height));
        layer.kernel_width = draw.range(1, std::min<std::int64_t>(3, input.width));
        layer.stride_height = draw.range(1, 3);
        layer.stride_width = draw.range(1, 3);
        layer.pad_height = draw.range(0, layer.kernel_height / 2);
        layer.pad_width = draw.range(0, layer.kernel_width / 2);
    }
    return layer;
}

Network draw_network(Drawer& draw, int activation_bits) {
    Network network;
    network.name = "random";
    TensorShape shape{draw.range(1, 9), draw.range(1, 12), draw.range(1, 12)};
    const std::int64_t repeat = draw.chance(75) ? 1 : draw.range(2, 3);
    const auto layers = draw.range(1, 4);
    for (std::int64_t i = 0; i < layers; ++i) {
        Layer layer = draw.chance(70) ? draw_array_layer(draw, shape, repeat)
                                      : draw_vector_layer(draw, shape, repeat, activation_bits);
        layer.name = "layer" + std::to_string(i);
        if (draw.chance(5) && runs_on_array(layer.kind)) layer.refetches = 2;
        std::vector<std::string> fitting;
        for (const Layer& earlier : network.layers)
            if (earlier.output() == layer.output()) fitting.push_back(earlier.name);
        if (!fitting.empty() && runs_on_array(layer.kind)) layer.residual = fitting.front();
        shape = layer.output();
        network.layers.push_back(layer);
        std::vector<std::string> same;
        for (const Layer& earlier : network.layers)
            if (earlier.output() == shape) same.push_back(earlier.name);
        if (same.size() > 1 && draw.chance(50)) {
            Layer add;
            add.name = "add" + std::to_string(i);
            add.kind = LayerKind::add;
            add.input = shape;
            add.out_channels = shape.channels;
            add.repeat = repeat;
            add.residual = same.front();
            network.layers.push_back(add);
        }
    }
    return network;
}

/// Any sparsity, mask and patch format, with registers and without, encoded or drawn.
void draw_pruned(Drawer& draw, RandomCase& c) {
    PrunedSpec& pruned = c.spec.pruned;
    pruned.sparsity = draw.pick<double>({0, 0.3, 0.7, 0.9, 0.95, 1});
    pruned.mask = draw.pick({MaskFormat::bitmap, MaskFormat::relative_index, MaskFormat::low_rank});
    pruned.rank = static_cast<int>(draw.range(1, 3));
    pruned.mask_columns = draw.range(1, 20);
    pruned.patches = draw.pick({PatchFormat::counted, PatchFormat::gaps, PatchFormat::none});
    pruned.block_slices = static_cast<int>(draw.pick<std::int64_t>({1, 3, 8, 64}));
    pruned.decoders = c.architecture.csr.decoders;
    if (pruned.patches == PatchFormat::none || draw.chance(50))
        pruned.patches_per_slice = draw.pick<double>({0, 0.2, 3});
    if (c.spec.format == WeightFormat::csr && c.spec.order == StorageOrder::k_major) c.spec.order = StorageOrder::tiled;
    if (c.spec.format != WeightFormat::sparse) return;
    if (c.spec.order == StorageOrder::row_major) c.spec.order = StorageOrder::k_major;
    if (pruned.patches_per_slice < 0 || draw.chance(50)) return;
    pruned.registers = static_cast<int>(draw.range(1, 3));
    XorSpec& spec = c.spec.xor_spec;
    spec.n_in = (pruned.registers + 1) * static_cast<int>(draw.pick<std::int64_t>({1, 2, 5, 8, 16}));
    spec.n_out = std::max(spec.n_out, spec.n_in);
    spec.taps = std::min(spec.taps, spec.n_in);
}

} // namespace

RandomCase random_case(std::uint64_t seed) {
    Drawer draw(seed);
    RandomCase c;
    c.architecture = draw_architecture(draw);
    c.network = draw_network(draw, c.architecture.array.activation_bits);
    const ArrayConfig& array = c.architecture.array;
    c.spec.format = array.mode == ArrayMode::dense
                        ? WeightFormat::dense8
                        : draw.pick({WeightFormat::flexor, WeightFormat::flexor, WeightFormat::sparse,
                                     WeightFormat::sparse, WeightFormat::csr, WeightFormat::binary});
    if (array.mode == ArrayMode::xnor && draw.chance(10)) c.spec.format = WeightFormat::dense8;
    // Powers of two run on every array, as 8-bit weights do.
    if (draw.chance(array.mode == ArrayMode::shift ? 40 : 15))
        c.spec.format = draw.pick({WeightFormat::shift, WeightFormat::shift_xor});
    c.spec.q = c.spec.format == WeightFormat::dense8 || c.spec.format == WeightFormat::csr
                   ? 1
                   : static_cast<int>(draw.pick<std::int64_t>({1, 1, 2, 3}));
    if (is_shift(c.spec.format)) c.spec.q = static_cast<int>(draw.range(1, most_shift_bits));
    c.spec.xor_spec.n_in = static_cast<int>(draw.pick<std::int64_t>({1, 3, 7, 8, 13, 20, 64}));
    c.spec.xor_spec.n_out = c.spec.xor_spec.n_in + static_cast<int>(draw.pick<std::int64_t>({0, 1, 4, 30, 168}));
    c.spec.xor_spec.taps = draw.chance(50) ? std::min(2, c.spec.xor_spec.n_in) : 0;
    c.spec.xor_spec.seed = seed;
    c.spec.order = draw.pick({StorageOrder::row_major, StorageOrder::k_major, StorageOrder::tiled});
    draw_pruned(draw, c);
    c.store_for_array();
    c.spec.activation_bits = array.mode == ArrayMode::xnor ? array.activation_bits : 8;
    c.spec.seed = seed;
    return c;
}

void RandomCase::store_for_array() {
    spec.group_rows = architecture.array.rows;
    spec.tile_columns = architecture.array.columns;
}

std::string RandomCase::describe() const {
    std::ostringstream text;
    const Architecture& a = architecture;
    text << "format " << to_string(spec.format) << ", order " << to_string(spec.order) << ", q " << spec.q << ", "
         << spec.xor_spec.n_in << " -> " << spec.xor_spec.n_out << ", mode " << to_string(a.array.mode) << ", M "
         << a.array.activation_bits << ", " << a.array.rows << " x " << a.array.columns << ", sparsity "
         << spec.pruned.sparsity << ", mask " << to_string(spec.pruned.mask) << ", patches "
         << static_cast<int>(spec.pruned.patches) << ", registers " << spec.pruned.registers << ", lanes "
         << a.weights.lanes << ", accumulators " << a.array.accumulator_depth << ", order " << to_string(a.order);
    for (const Layer& layer : network.layers)
        text << "\n  " << layer.name << ": " << to_string(layer.kind) << ' ' << layer.input.channels << 'x'
             << layer.input.height << 'x' << layer.input.width << " -> " << layer.out_channels << ", kernel "
             << layer.kernel_height << 'x' << layer.kernel_width << ", groups " << layer.groups << ", repeat "
             << layer.repeat << (layer.residual ? ", residual " + *layer.residual : "");
    return text.str();
}

} // namespace fracbit::test

// Layers of pruned weights small enough to follow with a pencil. docs/machine.md draws the first ("A pruned layer by
// hand").
#include "models/model/workload.hpp"
#include "sim/simulate.hpp"
#include "tests/sim/pencil.hpp"
#include "tests/sim/state_recorder.hpp"

#include <catch2/catch.hpp>

using namespace fracbit;
using namespace fracbit::test;
using models::BlockId;
using models::BitVector;
using models::PatchFormat;

namespace {

models::QuantizedLayer& sparse_layer(models::QuantizedNetwork& network) {
    models::QuantizedLayer& layer = network.layers[0];
    layer.format = models::WeightFormat::sparse;
    layer.order = models::StorageOrder::k_major;
    layer.group_rows = 2;
    layer.planes.resize(1);
    return layer;
}

/// y = (x0, x1, x0 + x1, x1)
std::shared_ptr<const models::XorNetwork> four_from_two() {
    return std::make_shared<const models::XorNetwork>(2, std::vector<std::uint64_t>{1, 2, 3, 2});
}

struct Run {
    models::SimulationResult result;
    StateRecorder states;
};

std::unique_ptr<Run> run(const models::Architecture& architecture, const models::QuantizedNetwork& network) {
    auto run = std::make_unique<Run>();
    sim::SimulationOptions options;
    options.sinks = {&run->states};
    const auto inputs = static_cast<int>(network.network.layers[0].input.channels);
    run->result = sim::simulate(architecture, models::StoredWorkload(network), {pencil_image(inputs)}, options);
    return run;
}

/// 8 inputs, 2 outputs, slices of 4: two tiles, two words of two slices. The first slice has `patches`, the third one.
models::QuantizedNetwork counted_network(int patches) {
    models::QuantizedNetwork network = pencil_network(8, {0, 40});
    models::QuantizedLayer& layer = sparse_layer(network);
    models::StoredPlane& plane = layer.planes[0];
    plane.network = four_from_two();
    plane.bits = fields(2, {1, 2, 3, 0}); // 1010 0111 1101 0000
    plane.patches.format = PatchFormat::counted;
    plane.patches.block_slices = 8;
    plane.patches.counts = fields({{2, 4}, {static_cast<std::uint64_t>(patches), 2}, {0, 2}, {1, 2}, {0, 2}});
    plane.patches.locations = patches == 3 ? fields(2, {0, 1, 3, 2}) : fields(2, {0, 1, 2});
    plane.patches.runs = {{0, 0}, {12, plane.patches.locations.size()}};
    layer.mask.bits = BitVector(16);
    for (const std::int64_t kept : {0, 2, 3, 5, 6, 9, 10, 13, 14}) layer.mask.bits.set(kept, true);
    layer.mask.runs = {0, 16};
    return network;
}

models::Architecture counted_architecture(int patch_ports) {
    models::Architecture a = pencil_architecture();
    a.weights.patch_ports = patch_ports;
    a.weights.mask_lanes = 8;
    return a;
}

} // namespace

TEST_CASE("three patches hold their lane for three cycles and the words behind it wait") {
    const auto r = run(counted_architecture(1), counted_network(3));
    const StateRecorder& states = r->states;

    // Rows after the patches: - + - + + + - - and + + + + + + - -. Kept: 0 1 3 5 7 and 1 2 4 6 of 10, 20, ... 80.
    // acc0 = -10 + 20 + 40 + 60 - 80 = 30; acc1 = 20 + 30 + 50 - 70 = 30, (60 + 40 + 1) >> 1 = 50.
    CHECK(r->result.outputs == std::vector<sim::Image>{{30, 50}});
    CHECK(r->result.total_cycles == Cycles(29));
    //                                                   0         1         2
    //                                                   01234567890123456789012345678
    CHECK(states.of(BlockId::memory) ==            "iiiBBBBBBBBBBBBBBiiiiiiiiiiiB");
    CHECK(states.of(BlockId::weight_reader) ==     "iiiiiiBB.....................");
    CHECK(states.of(BlockId::decoder) ==           "iiiiiiiBB....................");
    CHECK(states.of(BlockId::patch_reader) ==      "iiiiiiiiBBB..................");
    CHECK(states.of(BlockId::patch_unit) ==        "iiiiiiiiiiBBBBB..............");
    CHECK(states.of(BlockId::mask_decoder) ==      "iiiiiiiiiBB..................");
    CHECK(states.of(BlockId::weight_buffer) ==     "iiiiiiiiiiBBiiiBBBBB.........");
    CHECK(states.of(BlockId::tile_loader) ==       "iiiiiiiiiiiiiiiiiiBBBB.......");
    CHECK(states.of(BlockId::activation_reader) == "iiiiiiiiiiBB.................");
    CHECK(states.of(BlockId::operand_reader) ==    "iiiiiiiiiiiiBBBBBB...........");
    CHECK(states.of(BlockId::array) ==             "iiiiiiiiiiiiiiiiiiiiBiB......");
    CHECK(states.of(BlockId::scaler) ==            "iiiiiiiiiiiiiiiiiiiiiiiB.....");
    CHECK(states.of(BlockId::output_writer) ==     "iiiiiiiiiiiiiiiiiiiiiiiiB....");
    CHECK(states.of(BlockId::csr_decoder) == std::string(29, '.'));
    CHECK(states.gap_free);

    // The table of offsets, a burst of each stream, two of activations, six of scales, the outputs.
    REQUIRE(states.bursts.size() == 15);
    using models::StreamId;
    const StreamId streams[] = {StreamId::offsets,      StreamId::offsets,         StreamId::weights,
                                StreamId::patch_counts, StreamId::patch_locations, StreamId::mask,
                                StreamId::activations,  StreamId::activations,     StreamId::scales};
    const std::int64_t payloads[] = {4, 4, 1, 2, 1, 2, 4, 4, 4};
    for (std::size_t i = 0; i < std::size(streams); ++i) {
        INFO("burst " << i);
        CHECK(states.bursts[i].stream == streams[i]);
        CHECK(states.bursts[i].payload == payloads[i]);
        CHECK(states.bursts[i].issue == Cycles(static_cast<std::int64_t>(i)));
    }
    CHECK(states.bursts[14].issue == Cycles(25));
    const models::LayerResult& layer = r->result.layers[0];
    CHECK(layer.patches == 4);
    CHECK(layer.decoded_slices == 4);
    CHECK(layer.decoded_bits == Bits(16));
}

TEST_CASE("a second patch port, or a patch less, ends the layer two cycles earlier, a third port three") {
    struct Case {
        int ports, patches;
        std::int64_t cycles;
        const char *patch_reader, *patch_unit;
    };
    // Two ports: the reader takes the first word in one cycle, the lane its three patches in two.
    const Case cases[] = {
        {1, 3, 29, "iiiiiiiiBBB", "iiiiiiiiiiBBBBB"},
        {1, 2, 27, "iiiiiiiiBB.", "iiiiiiiiiBBBB.."},
        {2, 3, 27, "iiiiiiiiBB.", "iiiiiiiiiBBBB.."},
        {2, 2, 26, "iiiiiiiiBB.", "iiiiiiiiiBBB..."},
        {3, 3, 26, "iiiiiiiiBB.", "iiiiiiiiiBBB..."},
    };
    for (const Case& c : cases) {
        INFO(c.ports << " ports, " << c.patches << " patches");
        const auto r = run(counted_architecture(c.ports), counted_network(c.patches));
        CHECK(r->result.total_cycles == Cycles(c.cycles));
        CHECK(r->states.of(BlockId::patch_reader).substr(0, 11) == c.patch_reader);
        CHECK(r->states.of(BlockId::patch_unit).substr(0, 15) == c.patch_unit);
        // Without the patch at place 3 row 1 has a minus at input 20: acc1 = -10.
        CHECK(r->result.outputs == std::vector<sim::Image>{c.patches == 3 ? sim::Image{30, 50} : sim::Image{30, 10}});
    }
}

TEST_CASE("with room for one word the patch unit takes the next when the one before has left") {
    models::Architecture a = counted_architecture(1);
    a.weights.patch_fifo_depth = 1;
    const auto r = run(a, counted_network(3));
    // The first word is inside from 11 to its push in 14; the second is accepted in 15, works in 16 and leaves in 17.
    CHECK(r->states.of(BlockId::patch_unit) == "iiiiiiiiiiBBBBoBB.............");
    CHECK(r->result.total_cycles == Cycles(30));
    a.weights.patch_fifo_depth = 2;
    CHECK(run(a, counted_network(3))->result.total_cycles == Cycles(29));
}

namespace {

/// As before, but with gaps of 2 bits between patches at 1 and 11 and between the kept weights 0, 2, 3, 6 and 15.
models::QuantizedNetwork gaps_network() {
    models::QuantizedNetwork network = pencil_network(8, {0, 40});
    models::QuantizedLayer& layer = sparse_layer(network);
    models::StoredPlane& plane = layer.planes[0];
    plane.network = four_from_two();
    plane.bits = fields(2, {1, 2, 3, 0});
    plane.patches.format = PatchFormat::gaps;
    plane.patches.gap_bits = 2;
    plane.patches.locations = fields(2, {1, 3, 3, 3, 0}); // a patch, three fillers, a patch
    plane.patches.runs = {{0, 0}, {0, 10}};
    layer.mask.format = models::MaskFormat::relative_index;
    layer.mask.gap_bits = 2;
    layer.mask.bits = fields(2, {0, 1, 0, 2, 3, 3, 2}); // the last one behind two fillers
    layer.mask.runs = {0, 14};
    return network;
}

} // namespace

TEST_CASE("fillers take a place in the patch reader and in the mask decoder, those past a word's edge with the next") {
    models::Architecture a = counted_architecture(1);
    a.weights.mask_entries = 2;
    const auto r = run(a, gaps_network());
    const StateRecorder& states = r->states;
    // Codes 1110 0111 1100 0000 (element 2 k + row); kept: row 0 of inputs 10, 20 and 40, row 1 of 20 and 80.
    // acc0 = 10 + 20 + 40 = 70; acc1 = -20 - 80 = -100, (-200 + 40 + 1) >> 1 < 0.
    CHECK(r->result.outputs == std::vector<sim::Image>{{70, 0}});
    CHECK(r->result.total_cycles == Cycles(26));
    // Entries pass 2, 5, 8 | 11, 12 elements: three for the first word, two for the second, at two a cycle.
    // Those of the mask pass 1, 3, 4, 7 | 10, 13, 16: four and three, at two a cycle.
    //                                                   0         1         2
    //                                                   01234567890123456789012345
    CHECK(states.of(BlockId::memory) ==            "iiiBBBBBBBBBBBBBiiiiiiiiiB");
    CHECK(states.of(BlockId::weight_reader) ==     "iiiiiiBB..................");
    CHECK(states.of(BlockId::decoder) ==           "iiiiiiiBB.................");
    CHECK(states.of(BlockId::patch_reader) ==      "iiiiiiiBBB................");
    CHECK(states.of(BlockId::patch_unit) ==        "iiiiiiiiiBBB..............");
    CHECK(states.of(BlockId::mask_decoder) ==      "iiiiiiiiBBBB..............");
    CHECK(states.of(BlockId::weight_buffer) ==     "iiiiiiiiiiBiBBBBB.........");
    CHECK(states.of(BlockId::tile_loader) ==       "iiiiiiiiiiiiiiiBBBB.......");
    CHECK(states.of(BlockId::array) ==             "iiiiiiiiiiiiiiiiiBiB......");
    CHECK(states.of(BlockId::scaler) ==            "iiiiiiiiiiiiiiiiiiiiB.....");
    CHECK(r->result.layers[0].patches == 2);

    // One entry a cycle: four and three cycles, and the second tile waits for its mask.
    a.weights.mask_entries = 1;
    const auto slower = run(a, gaps_network());
    CHECK(slower->result.total_cycles == Cycles(27));
    CHECK(slower->states.of(BlockId::mask_decoder) ==  "iiiiiiiiBBBBBBB............");
    CHECK(slower->states.of(BlockId::weight_buffer) == "iiiiiiiiiiiiBBBBBB.........");
    // Four entries a cycle: one cycle each.
    a.weights.mask_entries = 4;
    CHECK(run(a, gaps_network())->states.of(BlockId::mask_decoder) == "iiiiiiiiBB................");
}

namespace {

/// 4 inputs, 4 outputs in two row groups that share a band; mask tiles of 3 columns; no patches.
models::QuantizedNetwork low_rank_network(int rank) {
    models::QuantizedNetwork network = pencil_network(4, {0, 40, 120, 100});
    models::QuantizedLayer& layer = sparse_layer(network);
    layer.planes[0].network = four_from_two();
    layer.planes[0].bits = fields(2, {1, 2, 3, 0}); // 1010 0111 | 1101 0000
    models::StoredMask& mask = layer.mask;
    mask.format = models::MaskFormat::low_rank;
    mask.tile_rows = 4;
    mask.tile_columns = 3;
    mask.rank = rank;
    // V of columns 0 ... 3, then U of [tile][row]; bit i is component i. The second row group has only U.
    mask.bits = rank == 3 ? fields(3, {1, 2, 3, 4, 1, 2, 4, 1, 2, 4, 0, 4}) //
                          : fields(2, {1, 2, 3, 0, 1, 2, 0, 1, 2, 0, 0, 0});
    mask.runs = {0, 8 * rank, 12 * rank};
    return network;
}

models::Architecture low_rank_architecture(std::int64_t mask_lanes) {
    models::Architecture a = pencil_architecture();
    a.weights.mask_lanes = mask_lanes;
    return a;
}

} // namespace

TEST_CASE("a low-rank mask loads what its band shares once, then rows of U tile by tile") {
    const auto r = run(low_rank_architecture(4), low_rank_network(3));
    const StateRecorder& states = r->states;
    // Kept: row 0: 10, 30, 40; row 1: 20, 30; row 2: 20, 30; row 3: 40.
    // acc = 10 - 30 + 40 = 20; -20 + 30 = 10; -20 - 30 = -50; -40.
    CHECK(r->result.outputs == std::vector<sim::Image>{{20, 30, 10, 10}});
    CHECK(r->result.total_cycles == Cycles(26));
    // 12 bits of V at 8 a cycle in 5 and 6; 6 bits of U for each four weights in 7, 8 and 9. The mask's second burst
    // holds the last four of them.
    //                                                   0         1         2
    //                                                   01234567890123456789012345
    CHECK(states.of(BlockId::memory) ==            "iiiBBBBBBBBBBBBBBBBBiiiiiB");
    CHECK(states.of(BlockId::weight_reader) ==     "iiiiBB....................");
    CHECK(states.of(BlockId::decoder) ==           "iiiiiBB...................");
    CHECK(states.of(BlockId::patch_reader) ==      "..........................");
    CHECK(states.of(BlockId::patch_unit) ==        "..........................");
    CHECK(states.of(BlockId::mask_decoder) ==      "iiiiiBBBBBiiiB............");
    CHECK(states.of(BlockId::weight_buffer) ==     "iiiiiiiBBBBBiiBB..........");
    CHECK(states.of(BlockId::tile_loader) ==       "iiiiiiiiiiiBBiiiBB........");
    CHECK(states.of(BlockId::array) ==             "iiiiiiiiiiiiiBiiiiB.......");
    CHECK(states.of(BlockId::scaler) ==            "iiiiiiiiiiiiiiBiiiiiB.....");
    CHECK(states.of(BlockId::output_writer) ==     "iiiiiiiiiiiiiiiBiiiiiB....");
}

TEST_CASE("a step whose tiles bring more bits than the fill width takes a cycle more") {
    // Eight weights a step: all of a row group, with both tiles' rows of U: 12 bits at rank 3, 8 at rank 2.
    const auto three = run(low_rank_architecture(8), low_rank_network(3));
    CHECK(three->states.of(BlockId::mask_decoder) == "iiiiiBBBBiiiiBB............");
    CHECK(three->result.total_cycles == Cycles(27));
    const auto two = run(low_rank_architecture(8), low_rank_network(2));
    CHECK(two->states.of(BlockId::mask_decoder) == "iiiiiBBB.................");
    CHECK(two->result.total_cycles == Cycles(25));
}

namespace {

/// 4 inputs, 2 outputs; the network sees the last `registers` + 1 seeds, a bit each. A patch at element 2.
models::QuantizedNetwork register_network(int registers) {
    models::QuantizedNetwork network = pencil_network(4, {0, 40});
    models::QuantizedLayer& layer = sparse_layer(network);
    models::StoredPlane& plane = layer.planes[0];
    plane.registers = registers;
    // The newest seed in the lowest column: y = (a, b, c, a + c) of seeds a, b, c from the newest on.
    std::vector<std::uint64_t> rows = {0b001, 0b010, 0b100, 0b101};
    if (registers == 1) rows = {0b01, 0b10, 0b11, 0b01};
    if (registers == 0) rows = {1, 1, 1, 1};
    plane.network = std::make_shared<const models::XorNetwork>(registers + 1, rows);
    plane.bits = registers == 2 ? fields(1, {1, 0, 1, 1}) : registers == 1 ? fields(1, {1, 0, 1}) : fields(1, {1, 0});
    plane.patches.format = PatchFormat::gaps;
    plane.patches.gap_bits = 2;
    plane.patches.locations = fields(2, {2});
    plane.patches.runs = {{0, 0}, {0, 2}};
    layer.mask.bits = fields({{0b1001'1101, 8}});
    layer.mask.runs = {0, 8};
    return network;
}

} // namespace

TEST_CASE("slices that fill the registers go the way of the others and are dropped behind the patch unit") {
    const models::Architecture a = counted_architecture(1);
    const auto r = run(a, register_network(2));
    const StateRecorder& states = r->states;
    // Seeds 1, 0 fill the registers. The third decodes to 1010, patched 1000; the fourth to 1101.
    // Kept: row 0 of 10, 20 and 30, row 1 of 20 and 40: acc0 = 10 - 20 + 30; acc1 = -20 + 40, (40 + 40 + 1) >> 1.
    CHECK(r->result.outputs == std::vector<sim::Image>{{20, 40}});
    CHECK(r->result.total_cycles == Cycles(24));
    // The first word has no patches to wait for; the second needs its location in 6.
    //                                                   0         1         2
    //                                                   012345678901234567890123
    CHECK(states.of(BlockId::weight_reader) ==     "iiiiiBB.................");
    CHECK(states.of(BlockId::decoder) ==           "iiiiiiBB................");
    CHECK(states.of(BlockId::patch_reader) ==      "BiiiiiB.................");
    CHECK(states.of(BlockId::patch_unit) ==        "iiiiiiiiBBB.............");
    CHECK(states.of(BlockId::mask_decoder) ==      "iiiiiiiB................");
    CHECK(states.of(BlockId::weight_buffer) ==     "iiiiiiiiBiiBBBB.........");
    CHECK(states.of(BlockId::tile_loader) ==       "iiiiiiiiiiiiiiiBB.......");
    CHECK(states.of(BlockId::array) ==             "iiiiiiiiiiiiiiiiiB......");
    CHECK(r->result.layers[0].decoded_slices == 4);
    CHECK(r->result.layers[0].decoded_bits == Bits(8));
}

TEST_CASE("a register that leaves half of the first word useful costs no cycle") {
    const models::Architecture a = counted_architecture(1);
    const auto one = run(a, register_network(1));
    CHECK(one->result.total_cycles == Cycles(23));
    CHECK(one->states.of(BlockId::weight_buffer) == "iiiiiiiiBiiBBB.........");
    CHECK(one->result.layers[0].decoded_slices == 3);
    const auto none = run(a, register_network(0));
    CHECK(none->result.total_cycles == Cycles(23));
    CHECK(none->result.layers[0].decoded_slices == 2);
}

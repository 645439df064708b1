// The CSR baseline on layers small enough to follow with a pencil.
#include "models/model/workload.hpp"
#include "sim/simulate.hpp"
#include "tests/sim/pencil.hpp"
#include "tests/sim/state_recorder.hpp"

#include <catch2/catch.hpp>

using namespace fracbit;
using namespace fracbit::test;
using models::BlockId;
using models::CsrCounts;

namespace {

// 8 inputs of 10, 20, ... 80; 4 outputs in two row groups of 2. Kept: row 0: +10 -20 +30 -60; row 1: +40; row 2: -50;
// row 3: +50 +70 -80. acc = -40, 40, -50, 40.
const sim::Image expected{10, 40, 10, 60};

/// An entry of 2 bits of distance and a sign; 3 is a filler.
constexpr std::uint64_t plus(unsigned gap) { return gap | 4U; }
constexpr std::uint64_t minus(unsigned gap) { return gap; }
constexpr std::uint64_t filler = 3;

models::QuantizedNetwork csr_network(models::StorageOrder order, int decoders) {
    models::QuantizedNetwork network = pencil_network(8, {100, 0, 120, 40});
    models::QuantizedLayer& layer = network.layers[0];
    layer.format = models::WeightFormat::csr;
    layer.order = order;
    layer.group_rows = 2;
    layer.tile_columns = 4;
    layer.planes.resize(1);
    layer.csr.decoders = decoders;
    layer.csr.gap_bits = 2;
    layer.csr.count_bits = 3;
    return network;
}

/// Two decoders, tiles of four columns: [row group][tile][row] has 3, 2, 1, 0 and 0, 0, 1, 3 entries.
models::QuantizedNetwork tiled_network() {
    models::QuantizedNetwork network = csr_network(models::StorageOrder::tiled, 2);
    models::StoredCsr& csr = network.layers[0].csr;
    csr.counts = fields(3, {3, 2, 1, 0, 0, 0, 1, 3});
    csr.count_runs = {0, 12, 24};
    csr.entries = fields(3, {plus(0), minus(0), plus(0), minus(1), // row 0
                             filler, plus(0),                      // row 1
                             minus(0),                             // row 2
                             plus(0), plus(1), minus(0)});         // row 3
    csr.entry_runs = {0, 12, 18, 21, 30};
    return network;
}

/// The same weights in rows: 4 and 2, 2 and 4 entries.
models::QuantizedNetwork row_major_network() {
    models::QuantizedNetwork network = csr_network(models::StorageOrder::row_major, 2);
    models::StoredCsr& csr = network.layers[0].csr;
    csr.counts = fields(3, {4, 2, 2, 4});
    csr.count_runs = {0, 6, 12};
    csr.entries = fields(3, {plus(0), minus(0), plus(0), minus(2), // row 0
                             filler, plus(0),                      // row 1
                             filler, minus(1),                     // row 2
                             filler, plus(1), plus(1), minus(0)}); // row 3
    csr.entry_runs = {0, 12, 18, 24, 36};
    return network;
}

/// One decoder for both rows of a group.
models::QuantizedNetwork single_network() {
    models::QuantizedNetwork network = csr_network(models::StorageOrder::tiled, 1);
    models::StoredCsr& csr = network.layers[0].csr;
    csr.counts = fields(3, {3, 2, 1, 0, 0, 0, 1, 3});
    csr.count_runs = {0, 12, 24};
    csr.entries = fields(3, {plus(0), minus(0), plus(0), filler, plus(0), minus(1), //
                             minus(0), plus(0), plus(1), minus(0)});
    csr.entry_runs = {0, 18, 30};
    return network;
}

models::SimulationResult run(const models::QuantizedNetwork& network, StateRecorder& states) {
    models::Architecture a = pencil_architecture();
    a.csr.decoders = network.layers[0].csr.decoders;
    a.csr.reader_bytes = 8;
    sim::SimulationOptions options;
    options.sinks = {&states};
    return sim::simulate(a, models::StoredWorkload(network), {pencil_image(8)}, options);
}

void check_counts(const CsrCounts& counts, std::int64_t slots, std::int64_t entries, std::int64_t fillers,
                  std::int64_t starved, std::int64_t unbalanced) {
    CHECK(counts.slots == slots);
    CHECK(counts.entries == entries);
    CHECK(counts.fillers == fillers);
    CHECK(counts.starved == starved);
    CHECK(counts.unbalanced == unbalanced);
}

} // namespace

TEST_CASE("two CSR decoders wait for each other at the end of every tile") {
    StateRecorder states;
    const auto result = run(tiled_network(), states);
    CHECK(result.outputs == std::vector<sim::Image>{expected});
    CHECK(result.total_cycles == Cycles(27));
    // Counts are usable in 4, entries of decoder 0 in 5, of decoder 1 in 6.
    // cycle      4 5 6 7   8   9   10 11 12
    // decoder 0  . 1 2 3 | 1 | . | 1  .  .
    // decoder 1  . . f 1 | . | . | 1  2  3     f: a filler
    // The first tile would take three cycles, of whose six slots five are used; a fourth waits for entries. The others
    // lose one, two and two slots.
    check_counts(result.layers[0].csr, 18, 9, 1, 2, 6);
    //                                                   0         1         2
    //                                                   012345678901234567890123456
    CHECK(states.of(BlockId::memory) == "iiiBBBBBBBBBBBBBBBBBBiiiiiB");
    CHECK(states.of(BlockId::csr_decoder) == "iiiiiBBBBBBBB..............");
    CHECK(states.of(BlockId::tile_loader) == "iiiiiiiiBBBBBBBB...........");
    CHECK(states.of(BlockId::activation_reader) == "iiiiiiiBB..................");
    CHECK(states.of(BlockId::operand_reader) == "iiiiiiiiiBBBBBBBBBBBB......");
    CHECK(states.of(BlockId::array) == "iiiiiiiiiiBiBiBiB..........");
    CHECK(states.of(BlockId::scaler) == "iiiiiiiiiiiiiiiBiiiiiB.....");
    CHECK(states.of(BlockId::output_writer) == "iiiiiiiiiiiiiiiiBiiiiiB....");
    for (const BlockId idle : {BlockId::weight_reader, BlockId::decoder, BlockId::patch_reader, BlockId::patch_unit,
                               BlockId::mask_decoder, BlockId::weight_buffer})
        CHECK(states.of(idle) == std::string(27, '.'));

    // Counts, then each decoder's entries; nothing more of them in the whole layer.
    REQUIRE(states.bursts.size() == 19);
    using models::StreamId;
    CHECK(states.bursts[0].stream == StreamId::csr_counts);
    CHECK(states.bursts[0].payload == 3);
    CHECK(states.bursts[1].stream == StreamId::csr_entries);
    CHECK(states.bursts[1].payload == 2);
    CHECK(states.bursts[2].stream == StreamId::csr_entries);
    CHECK(states.bursts[2].payload == 2);
    CHECK(states.bursts[2].address == states.bursts[1].address + 4);
    CHECK(states.bursts[0].address == states.bursts[1].address + 8);
    CHECK(states.bursts[3].stream == StreamId::activations);
    CHECK(result.layers[0].decoded_bits == Bits(32));
}

TEST_CASE("stored row by row, decoders wait at the end of a row group only, and long gaps take fillers") {
    StateRecorder states;
    const auto result = run(row_major_network(), states);
    CHECK(result.outputs == std::vector<sim::Image>{expected});
    // cycle      4 5 6 7 8   9 10 11 12
    // decoder 0  . 1 2 3 4 | f 1  .  .
    // decoder 1  . . f 1 . | f 1  2  3
    check_counts(result.layers[0].csr, 18, 9, 3, 2, 4);
    CHECK(states.of(BlockId::csr_decoder).substr(0, 14) == "iiiiiBBBBBBBB.");
    // Both tiles of a row group are there in 9: two loads of two cycles each.
    CHECK(states.of(BlockId::tile_loader).substr(0, 18) == "iiiiiiiiiBBBBBBBB.");
}

TEST_CASE("one CSR decoder is never unbalanced but in a tile without entries") {
    StateRecorder states;
    const auto result = run(single_network(), states);
    CHECK(result.outputs == std::vector<sim::Image>{expected});
    // 4: starved; 5 ... 9: five entries; 10: one; 11: none; 12 ... 15: four.
    check_counts(result.layers[0].csr, 12, 9, 1, 1, 1);
    CHECK(states.of(BlockId::csr_decoder).substr(0, 17) == "iiiiiBBBBBBBBBBB.");
}

TEST_CASE("an entry that crosses the edge of a burst waits for both bursts") {
    models::QuantizedNetwork network = pencil_network(8, {-600, 800});
    models::QuantizedLayer& layer = network.layers[0];
    layer.format = models::WeightFormat::csr;
    layer.order = models::StorageOrder::row_major;
    layer.group_rows = 2;
    layer.planes.resize(1);
    layer.csr.decoders = 1;
    layer.csr.gap_bits = 2;
    layer.csr.count_bits = 4;
    layer.csr.counts = fields(4, {8, 8});
    layer.csr.count_runs = {0, 8};
    // All kept: row 0 plus, row 1 minus. acc = 360, -360.
    layer.csr.entries = fields(3, {4, 4, 4, 4, 4, 4, 4, 4, 0, 0, 0, 0, 0, 0, 0, 0});
    layer.csr.entry_runs = {0, 48};
    models::Architecture a = pencil_architecture();
    a.memory.bytes_per_cycle = {1, 4}; // 16 cycles a burst
    a.csr.decoders = 1;
    StateRecorder states;
    sim::SimulationOptions options;
    options.sinks = {&states};
    const auto result = sim::simulate(a, models::StoredWorkload(network), {pencil_image(8)}, options);
    CHECK(result.outputs == std::vector<sim::Image>{{60, 40}});
    // Counts are usable in 19, the first 32 bits in 35, the other 16 in 51: ten entries in 35 ... 44, the eleventh,
    // bits 30 to 32, in 51.
    CHECK(states.of(BlockId::csr_decoder).substr(0, 58) == "iiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiBBBBBBBBBB"
                                                           "iiiiii"
                                                           "BBBBBB"
                                                           ".");
    check_counts(result.layers[0].csr, 38, 16, 0, 22, 0);
}

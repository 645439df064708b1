// Energies of counters that were made up, by hand.
#include "models/cost/run_energy.hpp"
#include "tests/models/cost/test_technology.hpp"

#include <catch2/catch.hpp>

#include <tuple>

using namespace fracbit;
using namespace fracbit::models;

namespace {

LayerResult counted() {
    LayerResult layer;
    layer.cycles = Cycles(1000);
    layer.vectors = 10;
    layer.tiles_loaded = 3;
    layer.decoded_bits = Bits(96);
    layer.decoded_slices = 6;
    const auto stream = [&](StreamId id) -> StreamTraffic& { return layer.streams[static_cast<std::size_t>(id)]; };
    stream(StreamId::weights) = {Bytes(12), Bytes(64), 1, 1};
    stream(StreamId::activations) = {Bytes(100), Bytes(128), 2, 1};
    stream(StreamId::outputs) = {Bytes(40), Bytes(64), 1, 1};
    layer.blocks[static_cast<std::size_t>(BlockId::array)].busy = Cycles(80); // 8 planes
    layer.blocks[static_cast<std::size_t>(BlockId::scaler)].busy = Cycles(5);
    layer.blocks[static_cast<std::size_t>(BlockId::decoder)].busy = Cycles(2);
    return layer;
}

MachineCost machine() {
    MachineCost cost;
    cost.clock_mhz = 500; // 1000 cycles are 2 us
    cost.rows = 2;
    cost.columns = 4;
    cost.memory_pj_per_bit = 20;
    for (PartCost& part : cost.parts) part.energy_fj = 1000;
    cost.parts[static_cast<std::size_t>(PartId::decoder)].clock_fj = 500;
    cost.parts[static_cast<std::size_t>(PartId::array)].leakage_nw = 3;
    cost.quality = Quality::estimated;
    return cost;
}

} // namespace

TEST_CASE("operations follow from the counters") {
    const auto done = operations(counted(), machine());
    const auto of = [&](PartId id) { return done[static_cast<std::size_t>(id)]; };
    const std::pair<PartId, double> expected[] = {{PartId::memory_controller, 4},
                                                  {PartId::weight_reader, 96},
                                                  {PartId::seed_fifo, 96},
                                                  {PartId::decoder, 6},
                                                  {PartId::decoded_fifo, 96},
                                                  {PartId::patch_reader, 0},
                                                  {PartId::patch_unit, 0},
                                                  {PartId::mask_decoder, 0},
                                                  {PartId::mask_memory, 0},
                                                  {PartId::csr_decoder, 0},
                                                  {PartId::weight_gearbox, 96},
                                                  {PartId::weight_buffer, 96 + 24},
                                                  {PartId::tile_registers, 24},
                                                  {PartId::activation_reader, 100},
                                                  {PartId::activation_buffer, 40 + 100},
                                                  {PartId::activation_crossbar, 40},
                                                  {PartId::operand_reader, 0},
                                                  {PartId::array, 80},
                                                  {PartId::accumulators, 80},
                                                  {PartId::scaler, 5},
                                                  {PartId::vector_unit, 0},
                                                  {PartId::output_fifo, 40},
                                                  {PartId::output_writer, 40}};
    for (const auto& [part, count] : expected) {
        INFO(to_string(part));
        CHECK(of(part) == count);
    }
}

TEST_CASE("pruned weights take two bits and their own streams") {
    LayerResult layer = counted();
    layer.streams[static_cast<std::size_t>(StreamId::mask)].bytes = Bytes(12);
    layer.streams[static_cast<std::size_t>(StreamId::patch_locations)].bytes = Bytes(2);
    layer.streams[static_cast<std::size_t>(StreamId::patch_counts)].bytes = Bytes(3);
    const auto done = operations(layer, machine());
    const auto of = [&](PartId id) { return done[static_cast<std::size_t>(id)]; };
    CHECK(of(PartId::patch_reader) == 16 + 24);
    CHECK(of(PartId::patch_unit) == 96);
    CHECK(of(PartId::mask_decoder) == 96);
    CHECK(of(PartId::mask_memory) == 96);
    CHECK(of(PartId::weight_gearbox) == 192);
    CHECK(of(PartId::weight_buffer) == 192 + 24);
    LayerResult csr = counted();
    csr.decoded_slices = 0;
    csr.csr.slots = 100;
    csr.csr.entries = 60;
    csr.csr.fillers = 7;
    const auto entries = operations(csr, machine());
    CHECK(entries[static_cast<std::size_t>(PartId::csr_decoder)] == 67);
    CHECK(entries[static_cast<std::size_t>(PartId::weight_gearbox)] == 0);
    CHECK(entries[static_cast<std::size_t>(PartId::decoded_fifo)] == 0);
    CHECK(entries[static_cast<std::size_t>(PartId::weight_buffer)] == 192 + 24);
}

TEST_CASE("a tile is copied with all bits of its weights") {
    MachineCost pruned = machine();
    pruned.tile_weight_bits = 2;
    const auto done = operations(counted(), pruned);
    CHECK(done[static_cast<std::size_t>(PartId::weight_buffer)] == 96 + 2 * 24);
    CHECK(done[static_cast<std::size_t>(PartId::tile_registers)] == 2 * 24);
}

TEST_CASE("each stream costs the part that it goes through") {
    const std::tuple<StreamId, PartId, double> cases[] = {
        {StreamId::kv_cache, PartId::weight_reader, 8},     {StreamId::kv_cache, PartId::seed_fifo, 8},
        {StreamId::residual, PartId::activation_reader, 1}, {StreamId::residual, PartId::activation_buffer, 1},
        {StreamId::scales, PartId::operand_reader, 1},      {StreamId::psum_read, PartId::operand_reader, 1},
        {StreamId::psum_write, PartId::output_writer, 1}};
    for (const auto& [stream, part, each] : cases) {
        LayerResult more = counted();
        more.streams[static_cast<std::size_t>(stream)].bytes = Bytes(24);
        const auto index = static_cast<std::size_t>(part);
        INFO(to_string(stream) << " through " << to_string(part));
        CHECK(operations(more, machine())[index] == operations(counted(), machine())[index] + each * 24);
    }
    LayerResult vectors = counted();
    vectors.blocks[static_cast<std::size_t>(BlockId::vector_unit)].busy = Cycles(9);
    CHECK(operations(vectors, machine())[static_cast<std::size_t>(PartId::vector_unit)] == 9);
}

TEST_CASE("energies are operations, busy clocks, time and bursts") {
    const RunEnergy energy = run_energy(counted(), machine());
    CHECK(energy.part(PartId::array).switching_pj == 80);
    CHECK(energy.part(PartId::array).leakage_pj == Approx(3e-9 * 2e-6 * 1e12)); // 3 nW for 2 us
    CHECK(energy.part(PartId::decoder).switching_pj == 6);
    CHECK(energy.part(PartId::decoder).clock_pj == 1); // 2 cycles of 500 fJ
    CHECK(energy.streams_pj[static_cast<std::size_t>(StreamId::activations)] == 128 * 8 * 20);
    CHECK(energy.memory_pj() == (64 + 128 + 64) * 8 * 20);
    double parts = 0;
    for (const PartEnergy& part : energy.parts) parts += part.total_pj();
    CHECK(energy.on_chip_pj() == Approx(parts));
    CHECK(energy.block_pj(BlockId::decoder) == 6 + 1 + 96); // decoder and its FIFO
    double blocks = 0;
    for (int b = 0; b < block_count; ++b) blocks += energy.block_pj(static_cast<BlockId>(b));
    CHECK(blocks == Approx(parts));
    CHECK(energy.total_pj() == Approx(parts + energy.memory_pj()));
    CHECK(energy.quality == Quality::estimated);
}

TEST_CASE("a run's energy is the sum over its layers") {
    SimulationResult result;
    result.layers = {counted(), counted(), counted()};
    CHECK(run_energy(result, machine()).total_pj() == Approx(3 * run_energy(counted(), machine()).total_pj()));
    LayerResult sum = counted();
    sum += counted();
    CHECK(run_energy(sum, machine()).total_pj() == Approx(2 * run_energy(counted(), machine()).total_pj()));
}

// Every part of a small machine against docs/cost.md: its cells are counted again here, from the page.
#include "tests/models/cost/counted_cells.hpp"

#include <catch2/catch.hpp>

#include <utility>

using namespace fracbit::models;

namespace {

/// 4 x 8 cells; a bus of 12.8 bytes, that is 16; two lanes that decode 20 bits to 40 weights, in words that are wider
/// than the bypass.
Architecture tiny_machine() {
    Architecture a;
    a.memory.burst_bytes = 16;
    a.memory.outstanding = 2;
    a.weights.lanes = 2;
    a.weights.reader_bytes = 64;
    a.weights.fifo_depth = 4;
    a.weights.fill_width = 32;
    a.weights.buffer_bytes = 256;
    a.weights.patch_ports = 3;
    a.weights.patch_fifo_depth = 2;
    a.weights.patch_bytes = 32;
    a.weights.mask_lanes = 16;
    a.weights.mask_entries = 4;
    a.weights.mask_bytes = 32;
    a.weights.mask_memory_bytes = 64;
    a.csr = {3, 32, 32};
    a.array.rows = 4;
    a.array.columns = 8;
    a.array.accumulator_depth = 64;
    a.array.spill_bytes = 256;
    a.activations.buffer_bytes = 1024;
    a.output = {2, 64};
    a.vector_unit.lanes = 3;
    return a;
}

DecoderCost small_decoder() { return decoder_cost(DecoderSize{20, 40, 60, 2, 40, 0}, round_technology()); }

/// Of one rescaling: a 32 x 24 multiplier, a 64-bit sum, a shifter of six stages, a clamp.
void rescale(Bill& bill, double times) {
    bill.multiplier(32, 24, times).prefix_adder(64, times);
    bill.muxes += times * (64 * 6 + 2 * 8);
    bill.gates += times * 2 * 64;
    bill.flops += times * (32 + 24 + 64);
    bill.enabled += times * (64 + 8);
}
constexpr double rescaling_flops = 32 + 24 + 64 + 64 + 8;

} // namespace

TEST_CASE("the path of encoded weights, cell by cell") {
    const Technology t = round_technology();
    const DecoderCost decoder = small_decoder();
    MachineUse use;
    use.decoders = {&decoder, 1};
    const MachineCost cost = machine_cost(tiny_machine(), use, t);

    Bill controller{.muxes = 2 * 48 + stream_count * 40.0, .enabled = 2 * 48 + stream_count * 40.0};
    controller.prefix_adder(40);
    check_part(cost, PartId::memory_controller, controller, controller.gates_fj() + (48 + 40) * flop_fj);

    // Two lanes of 20 bits are 40; the network and the bypass are two amounts.
    const Memory stream{4, 128};
    Bill reader, gearbox;
    gearbox.gearbox(128, 40, 2);
    reader.memory(stream).gearbox(128, 40, 2);
    check_part(cost, PartId::weight_reader, reader,
               stream.access_fj() / 128 + (gearbox.gates_fj() + (128 + 40) * flop_fj) / 40);

    for (const auto& [part, width] : {std::pair{PartId::seed_fifo, 40.0}, {PartId::decoded_fifo, 80.0}}) {
        const Memory words{4, width};
        Bill fifo{.gates = 3, .adders = 6, .enabled = 6};
        check_part(cost, part, fifo.memory(words), words.access_fj() / width);
    }

    Bill down;
    down.gearbox(80, 80, 32);
    check_part(cost, PartId::weight_gearbox, down, (down.gates_fj() + 160 * flop_fj) / 32);
    const Memory buffer{64, 32};
    REQUIRE(buffer.sram());
    check_part(cost, PartId::weight_buffer, Bill{}.memory(buffer), buffer.access_fj() / 2 / 32);

    // Two banks of 32 bits; what a cycle fills is clocked.
    check_part(cost, PartId::tile_registers, {.muxes = 32, .enabled = 64}, flop_fj + gate_fj);
    CHECK(cost.part(PartId::tile_registers).clock_fj == clock_fj * 32);
}

TEST_CASE("words of decoders that are narrower than the bypass are as wide as it") {
    const DecoderCost decoder = small_decoder();
    MachineUse use;
    use.decoders = {&decoder, 1};
    Architecture a = tiny_machine();
    a.weights.fill_width = 128;
    const MachineCost cost = machine_cost(a, use, round_technology());
    Bill down;
    down.gearbox(128, 128, 128);
    check_part(cost, PartId::weight_gearbox, down, (down.gates_fj() + 256 * flop_fj) / 128);
    CHECK(cost.part(PartId::weight_reader).area.flops_um2 == Approx(6 * (4 * 128 + 128 + 128)));
}

TEST_CASE("decoders of several networks: all leak in every lane, the largest is clocked and switched") {
    const Technology t = round_technology();
    const DecoderCost large = decoder_cost(DecoderSize{6, 10, 40, 3, 16, 0}, t),
                      small = decoder_cost(DecoderSize{4, 8, 10, 1, 8, 0}, t);
    const DecoderCost both[] = {large, small}, swapped[] = {small, large};
    Architecture a = tiny_machine();
    a.weights.lanes = 4;
    MachineUse use;
    use.decoders = both;
    const PartCost part = machine_cost(a, use, t).part(PartId::decoder);
    // A multiplexer for each of the ten outputs of a lane, between two networks.
    CHECK(part.leakage_nw == Approx(4 * (large.leakage_nw + small.leakage_nw) + 4 * 10));
    CHECK(part.area.logic_um2 == Approx(4 * (large.area.logic_um2 + small.area.logic_um2 + 10 * 2)));
    CHECK(part.clock_fj == Approx(2 * 4 * large.clock_fj));
    CHECK(part.energy_fj == Approx(large.energy_fj));
    CHECK(part.delay_ps == Approx(large.delay_ps));
    use.decoders = swapped;
    CHECK(machine_cost(a, use, t).part(PartId::decoder) == part);
}

TEST_CASE("patches, masks and their gearboxes, cell by cell") {
    const Technology t = round_technology();
    const DecoderCost decoder = small_decoder();
    MachineUse use;
    use.decoders = {&decoder, 1};
    use.sparse = use.patches = use.bitmap_mask = true;
    const MachineCost cost = machine_cost(tiny_machine(), use, t);

    // A cycle takes two lanes' three locations of 6 bits, and two counts of 7.
    const Memory stream{2, 128};
    Bill logic;
    logic.gearbox(128, 36, 36).gearbox(128, 14, 14).prefix_adder(7, 2);
    Bill reader = logic;
    reader.memory(stream, 2);
    check_part(cost, PartId::patch_reader, reader, stream.access_fj() / 128 + (logic.gates_fj() + 50 * flop_fj) / 50);

    // A lane: slices with three locations wait; a port has predecoders of 3 bits and an AND a line; two ORs join three
    // ports; an XOR a bit.
    const Memory slices{2, 40 + 3 * 6};
    Bill unit{.gates = 2 * (3.0 * (40 + 2 * 8) + 2 * 40 + 40), .enabled = 2 * 2 * 40};
    const double unit_fj = (2 * slices.access_fj() + unit.gates_fj() + 160 * flop_fj) / 80;
    check_part(cost, PartId::patch_unit, unit.memory(slices, 2), unit_fj);

    Bill bitmap{.enabled = 16};
    bitmap.gearbox(128, 16, 16).memory(stream);
    check_part(cost, PartId::mask_decoder, bitmap, stream.access_fj() / 128 + (16 + 16) * flop_fj / 16);

    Bill down;
    down.gearbox(80, 80, 32).gearbox(16, 16, 16);
    check_part(cost, PartId::weight_gearbox, down, (down.gates_fj() + (160 + 32) * flop_fj) / 32);
}

TEST_CASE("relative and low-rank masks and CSR, cell by cell") {
    const Technology t = round_technology();
    const Memory stream{2, 128};
    MachineUse relative;
    relative.sparse = relative.relative_mask = true;
    relative.gap_bits = 8;
    // Four entries of 8 bits a cycle: sums of 5 bits in two levels, an entry to each of 16 lines, three ORs a line.
    Bill sums{.gates = 4 * 16 + 3 * 16};
    sums.prefix_adder(5, 4 / 2 * 2);
    Bill mask = sums;
    mask.enabled += 16;
    mask.gearbox(128, 32, 32).memory(stream);
    check_part(machine_cost(tiny_machine(), relative, t), PartId::mask_decoder, mask,
               stream.access_fj() / 128 + (sums.gates_fj() + (32 + 16) * flop_fj) / 16);

    MachineUse low_rank;
    low_rank.sparse = true;
    low_rank.mask_rank = 3;
    // A bit: three ANDs, two ORs, three flip-flops. Rows of U come as fast as the buffer fills.
    Bill product{.gates = 16 * (3 + 2)};
    const double product_fj = product.gates_fj();
    product.enabled += 3 * 16 + 16;
    product.gearbox(128, 32, 32).memory(stream);
    const MachineCost cost = machine_cost(tiny_machine(), low_rank, t);
    check_part(cost, PartId::mask_decoder, product, stream.access_fj() / 128 + (product_fj + (32 + 16) * flop_fj) / 16);
    const Memory factor{11, 48, false}; // 64 bytes, 16 x 3 bits wide
    check_part(cost, PartId::mask_memory, Bill{}.memory(factor), factor.read_fj() / 16);

    MachineUse csr;
    csr.csr = true;
    csr.gap_bits = 8;
    Bill one{.gates = 8, .enabled = 32};
    one.gearbox(128, 9, 1).prefix_adder(16);
    Bill all = one;
    all.gates *= 3;
    all.muxes *= 3;
    all.enabled *= 3;
    all.memory(stream, 3).memory(stream); // streams, and the counts of all
    check_part(machine_cost(tiny_machine(), csr, t), PartId::csr_decoder, all,
               stream.access_fj() * 9 / 128 + one.gates_fj() + (9 + 16) * flop_fj);
    CHECK(machine_cost(tiny_machine(), csr, t).tile_weight_bits == 2);
}

TEST_CASE("activations, sums and outputs, cell by cell") {
    const Technology t = round_technology();
    MachineUse use;
    use.planes = 2;
    const MachineCost cost = machine_cost(tiny_machine(), use, t);

    Bill reader{.enabled = 128 + 20};
    reader.prefix_adder(20);
    check_part(cost, PartId::activation_reader, reader, (128 * flop_fj + reader.gates_fj()) / 16);

    const Memory bank{128, 8};
    REQUIRE(bank.sram());
    Bill buffer{.enabled = 8 * 20};
    buffer.prefix_adder(20, 8);
    const double address_fj = buffer.gates_fj() / 8;
    check_part(cost, PartId::activation_buffer, buffer.memory(bank, 8), bank.access_fj() / 2 + address_fj);

    // Registers behind the multiplexers and for their select lines. A byte toggles one multiplexer of two readers a bit
    // and level.
    check_part(cost, PartId::activation_crossbar, {.muxes = 8 * 8 * 7, .flops = 64 + 8 * 3}, 8 * 3 * 2.5 + 8 * flop_fj);

    const Memory scales{8, 8 * (4 * 2 + 8)}; // of two row groups, two planes
    check_part(cost, PartId::operand_reader, Bill{}.memory(scales), scales.access_fj() / 16);

    const Memory sums{64, 32};
    REQUIRE(sums.sram());
    Bill accumulators{.flops = 4 * 64};
    accumulators.prefix_adder(32, 4);
    const double adding_fj = accumulators.gates_fj() + 4 * 64 * flop_fj;
    check_part(cost, PartId::accumulators, accumulators.memory(sums, 4), 4 * sums.access_fj() + adding_fj);

    Bill scaler;
    rescale(scaler, 4);
    scaler.multiplier(8, 24, 4);
    check_part(cost, PartId::scaler, scaler, scaler.gates_fj() + 4 * rescaling_flops * flop_fj);

    const Memory table{256, 8, false};
    Bill vector{.muxes = 3 * 8, .enabled = 3 * 32};
    rescale(vector, 3);
    vector.prefix_adder(40, 3);
    const double vector_fj = vector.gates_fj() + 3 * (rescaling_flops + 32) * flop_fj + 3 * table.read_fj();
    check_part(cost, PartId::vector_unit, vector.memory(table, 3), vector_fj);

    const Memory fifo{2, 32}, writer{4, 128}; // four rows; as wide as the bus
    check_part(cost, PartId::output_fifo, Bill{}.memory(fifo), fifo.access_fj() / 4);
    check_part(cost, PartId::output_writer, Bill{}.memory(writer), writer.access_fj() / 16);
}

TEST_CASE("spilling costs a buffer on the way to memory and one on the way back") {
    const Technology t = round_technology();
    Architecture a = tiny_machine();
    const MachineCost inside = machine_cost(a, {}, t);
    a.order = LoopOrder::spill;
    const MachineCost outside = machine_cost(a, {}, t);
    const Memory sums{16, 128}; // 256 bytes, a sum of each row wide
    REQUIRE(sums.sram());
    for (const PartId part : {PartId::accumulators, PartId::operand_reader})
        CHECK(outside.part(part).area.sram_um2 - inside.part(part).area.sram_um2 == Approx(sums.sram_um2()));
    CHECK(outside.part(PartId::operand_reader).energy_fj == Approx(sums.access_fj() / 16));
}

TEST_CASE("pruned weights cost the array gates that take them out") {
    const Technology t = round_technology();
    Architecture a = tiny_machine();
    for (const bool csr : {false, true}) {
        MachineUse pruned;
        pruned.sparse = !csr;
        pruned.csr = csr;
        const auto more = [&](ArrayMode mode) {
            a.array.mode = mode;
            return machine_cost(a, pruned, t).part(PartId::array).area.logic_um2 -
                   machine_cost(a, {}, t).part(PartId::array).area.logic_um2;
        };
        CHECK(more(ArrayMode::add_sub) == Approx(32 * 9));
        // Another AND a cell; a row counts its own valid weights, 7 adders, and the plane is not counted for all.
        CHECK(more(ArrayMode::xnor) == Approx(32 + 4 * 7 - 7));
    }
}

TEST_CASE("an array's registers, clock and slowest stage") {
    const Technology t = round_technology();
    Architecture a = tiny_machine();
    a.array.levels_per_stage = 1;
    // Registers behind each level of a row: 4 sums of 10 bits, 2 of 11, 1 of 12; and the activations.
    PartCost array = machine_cost(a, {}, t).part(PartId::array);
    CHECK(array.area.flops_um2 == Approx(4 * (4 * (40 + 22 + 12) + 64)));
    CHECK(array.clock_fj == Approx(clock_fj * (4 * (40 + 22 + 12) + 64)));
    // XOR, a sum and eleven carries in the last level.
    CHECK(array.delay_ps == 11 + 11 + 11 * 6 + 32);
    // A multiplier is slower than a level of its tree: AND, eight sums and six carries.
    a.array.mode = ArrayMode::dense;
    array = machine_cost(a, {}, t).part(PartId::array);
    CHECK(array.delay_ps == 11 + 8 * 11 + 6 * 6 + 32);
    // A cell's product of 16 bits; then 4 sums of 18 bits, 2 of 19, 1 of 20.
    CHECK(array.area.flops_um2 == Approx(4 * (32 * 16 + 4 * (72 + 38 + 20) + 64)));
}

TEST_CASE("an activation bit reaches many rows through a tree of buffers") {
    const Technology t = round_technology(); // a gate drives six
    Architecture a = tiny_machine();
    const auto buffers = [&](int rows) {
        a.array.rows = rows;
        return machine_cost(a, {}, t).part(PartId::array).area.logic_um2 - rows * (8 * 8 + 40 + 22 + 12);
    };
    CHECK(buffers(6) == Approx(64 * 2));
    CHECK(buffers(7) == Approx(64 * 2 * 2));
}

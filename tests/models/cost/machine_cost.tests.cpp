// A machine's parts by hand, their sums, and what must not shrink when something grows.
#include "models/cost/machine_cost.hpp"
#include "models/core/error.hpp"
#include "models/cost/adders.hpp"
#include "models/cost/machine_needs.hpp"
#include "tests/models/cost/test_technology.hpp"

#include <catch2/catch.hpp>

#include <algorithm>
#include <functional>
#include <tuple>

using namespace fracbit::models;

namespace {

Architecture small_machine() {
    Architecture a;
    a.array.rows = 4;
    a.array.columns = 8;
    a.array.accumulator_depth = 64;
    a.weights.fill_width = 64;
    return a;
}

DecoderCost dense_decoder(const Technology& t) { return decoder_cost(DecoderSize{20, 188, 593, 4, 300, 0}, t); }

/// Everything at once.
MachineUse everything(const DecoderCost& decoder) {
    MachineUse use;
    use.decoders = {&decoder, 1};
    use.sparse = use.patches = use.bitmap_mask = use.relative_mask = use.csr = true;
    use.mask_rank = 8;
    use.planes = 2;
    return use;
}

} // namespace

TEST_CASE("totals are the sums of the parts in every mode") {
    for (const std::string& name : shipped_technologies()) {
        const Technology& t = shipped_technology(name);
        const DecoderCost decoder = dense_decoder(t);
        for (const ArrayMode mode : {ArrayMode::add_sub, ArrayMode::xnor, ArrayMode::dense, ArrayMode::shift})
            for (const LoopOrder order : {LoopOrder::positions, LoopOrder::spill}) {
                Architecture a;
                a.array.mode = mode;
                a.order = order;
                const MachineCost cost = machine_cost(a, everything(decoder), t);
                Area sum;
                double leakage = 0, slowest = 0;
                Quality weak = Quality::published;
                for (const PartCost& part : cost.parts) {
                    CHECK(part.area.logic_um2 >= 0);
                    CHECK(part.area.total_um2() > 0);
                    CHECK(part.delay_ps > 0);
                    CHECK(part.energy_fj > 0);
                    CHECK(part.leakage_nw > 0);
                    sum += part.area;
                    leakage += part.leakage_nw;
                    slowest = std::max(slowest, part.delay_ps);
                    weak = weakest(weak, part.quality);
                    CHECK(part.quality >= part.area_quality);
                }
                CHECK(cost.area == sum);
                CHECK(cost.leakage_nw == Approx(leakage));
                CHECK(cost.slowest_ps == slowest);
                CHECK(cost.quality == weak);
                CHECK(cost.placed_um2 == Approx(sum.total_um2() / t.wiring.utilization.value));
                CHECK(cost.meets_clock() == (slowest <= 1e6 / a.clock_mhz));
            }
    }
}

TEST_CASE("a machine holds only what its formats need") {
    const Technology& t = default_technology();
    const DecoderCost decoder = dense_decoder(t);
    const auto exists = [](const MachineCost& cost, PartId id) { return cost.part(id).area.total_um2() > 0; };
    const MachineCost plain = machine_cost({}, {}, t);
    for (const PartId id : {PartId::decoder, PartId::decoded_fifo, PartId::patch_reader, PartId::patch_unit,
                            PartId::mask_decoder, PartId::mask_memory, PartId::csr_decoder})
        CHECK_FALSE(exists(plain, id));
    MachineUse use;
    use.decoders = {&decoder, 1};
    CHECK(exists(machine_cost({}, use, t), PartId::decoder));
    CHECK_FALSE(exists(machine_cost({}, use, t), PartId::mask_decoder));
    use.sparse = use.bitmap_mask = true;
    CHECK(exists(machine_cost({}, use, t), PartId::mask_decoder));
    CHECK_FALSE(exists(machine_cost({}, use, t), PartId::patch_unit));
    CHECK_FALSE(exists(machine_cost({}, use, t), PartId::mask_memory));
    use.vector_unit = false;
    CHECK_FALSE(exists(machine_cost({}, use, t), PartId::vector_unit));
}

TEST_CASE("tile registers hold 1, 2 or 8 bits a weight, or as many as powers of two have") {
    const Technology t = round_technology();
    const auto flops = [&](const MachineUse& use, ArrayMode mode) {
        Architecture a = small_machine();
        a.array.mode = mode;
        const MachineCost cost = machine_cost(a, use, t);
        CHECK(cost.part(PartId::tile_registers).area.logic_um2 ==
              32.0 * cost.tile_weight_bits * 2); // a multiplexer a bit
        return cost.part(PartId::tile_registers).area.flops_um2;
    };
    MachineUse pruned;
    pruned.sparse = true;
    CHECK(flops({}, ArrayMode::add_sub) == 2 * 32 * 6); // two banks
    CHECK(flops(pruned, ArrayMode::add_sub) == 2 * 2 * 32 * 6);
    CHECK(flops({}, ArrayMode::dense) == 8 * 2 * 32 * 6);
    MachineUse powers;
    for (powers.shift_bits = 1; powers.shift_bits <= 4; ++powers.shift_bits) {
        CHECK(flops(powers, ArrayMode::add_sub) == powers.shift_bits * 2 * 32 * 6);
        CHECK(flops(powers, ArrayMode::xnor) == powers.shift_bits * 2 * 32 * 6);
        CHECK(flops(powers, ArrayMode::shift) == std::max(powers.shift_bits, 2) * 2 * 32 * 6);
        CHECK(flops(powers, ArrayMode::dense) == 8 * 2 * 32 * 6);
    }
    CHECK(flops({}, ArrayMode::shift) == 2 * 2 * 32 * 6);
    pruned.shift_bits = 3;
    CHECK(flops(pruned, ArrayMode::add_sub) == 3 * 2 * 32 * 6);
    pruned.dense8 = true; // some layers, on any array
    CHECK(flops(pruned, ArrayMode::add_sub) == 8 * 2 * 32 * 6);
    CHECK(flops(pruned, ArrayMode::xnor) == 8 * 2 * 32 * 6);
}

TEST_CASE("an array of 4 x 8 in add_sub mode by hand") {
    const Technology t = round_technology();
    const PartCost array = machine_cost(small_machine(), {}, t).part(PartId::array);
    // 8 XORs a cell; a row's tree: 4 of 10, 2 of 11, 1 of 12 full adders; 64 activation bits, each through a buffer.
    const double logic = 32 * 8 + 4 * (4 * 10 + 2 * 11 + 12) + 64 * 2;
    CHECK(array.area.logic_um2 == logic);
    // 3 levels are one stage: a sum of 12 bits a row; and the activations.
    CHECK(array.area.flops_um2 == (4 * 12 + 64) * 4);
    // XOR, three sums, 9 + 3 - 1 carries; clock to output with two readers, and setup.
    CHECK(array.delay_ps == 11 + 3 * 11 + 11 * 6 + 12 + 20);
}

TEST_CASE("an array of 4 x 8 that shifts by hand") {
    const Technology t = round_technology();
    Architecture a = small_machine();
    MachineUse use;
    use.shift_bits = 3;
    const PartCost array = machine_cost(a, use, t).part(PartId::array);
    // A cell: 8 bits by one place are 7 multiplexers (of area 2) and 2 ANDs, 9 bits by two places 7 and 4; then 11
    // XORs. A row's tree of 12-bit numbers: 4 of 13, 2 of 14, 1 of 15 full adders; the activations as ever.
    CHECK(array.area.logic_um2 == 32 * (7 * 2 + 2 + 7 * 2 + 4 + 11) + 4 * (4 * 13 + 2 * 14 + 15) + 64 * 2);
    CHECK(array.area.flops_um2 == (4 * 15 + 64) * 4);
    const PartCost add_sub = machine_cost(a, {}, t).part(PartId::array);
    CHECK(array.delay_ps > add_sub.delay_ps + 3 * 6); // three carries more, and two multiplexers
    CHECK(array.energy_fj > add_sub.energy_fj);
    // One bit is a sign: nothing to shift.
    use.shift_bits = 1;
    CHECK(machine_cost(a, use, t).part(PartId::array) == add_sub);
    // Mode shift has the cells whether layers need them or not, and no less than those of two bits.
    a.array.mode = ArrayMode::shift;
    use.shift_bits = 2;
    const PartCost least = machine_cost(a, use, t).part(PartId::array);
    CHECK(machine_cost(a, {}, t).part(PartId::array) == least);
    CHECK(least.area.logic_um2 == 32 * (7 * 2 + 2 + 9) + 4 * (4 * 11 + 2 * 12 + 13) + 64 * 2);
    use.shift_bits = 3;
    CHECK(machine_cost(a, use, t).part(PartId::array) == array);
}

TEST_CASE("shifting cells stand beside the counters of xnor mode and inside multipliers") {
    const Technology t = round_technology();
    Architecture a = small_machine();
    MachineUse use;
    use.shift_bits = 3;
    const double shifting = machine_cost(a, use, t).part(PartId::array).area.logic_um2 - 64 * 2;
    a.array.mode = ArrayMode::xnor;
    const double counting = machine_cost(a, {}, t).part(PartId::array).area.logic_um2;
    CHECK(machine_cost(a, use, t).part(PartId::array).area.logic_um2 == counting + shifting);
    a.array.mode = ArrayMode::dense;
    const double multiplying = machine_cost(a, {}, t).part(PartId::array).area.logic_um2;
    CHECK(machine_cost(a, use, t).part(PartId::array).area.logic_um2 == multiplying + 32 * 4); // four exponents
}

TEST_CASE("a machine's needs hold the widest powers of two of its layers") {
    QuantizedLayer layer;
    MachineNeeds needs;
    layer.planes.resize(1);
    for (const auto& [format, bits, expected] : {std::tuple{WeightFormat::binary, 0, 0},
                                                 {WeightFormat::shift, 2, 2},
                                                 {WeightFormat::shift_xor, 3, 3},
                                                 {WeightFormat::shift, 1, 3}}) {
        layer.format = format;
        layer.shift_bits = bits;
        needs.add(layer);
        CHECK(needs.use().shift_bits == expected);
    }
    CHECK(needs.use().planes == 1);
    CHECK(needs.decoders().empty());
}

TEST_CASE("an array of 4 x 8 in xnor mode by hand") {
    Technology t = round_technology();
    Architecture a = small_machine();
    a.array.mode = ArrayMode::xnor;
    const PartCost array = machine_cost(a, {}, t).part(PartId::array);
    // A counter of 8 ones: 7 adders, one a row and one for all. Then a subtraction of 5 bits and a shift of 5 + 8 bits
    // in three steps.
    REQUIRE(popcount(8) == AdderCount{4, 3});
    CHECK(array.area.logic_um2 == 32 * 2 + 5 * 7 + 4 * 5 + 4 * (5 + 8) * 3 * 2 + 64 * 2);
}

TEST_CASE("a dense array of 4 x 8 by hand") {
    Architecture a = small_machine();
    a.array.mode = ArrayMode::dense;
    const PartCost array = machine_cost(a, {}, round_technology()).part(PartId::array);
    // A cell: 64 ANDs, 48 + 8 adders, 8 XORs for the sign. A row's tree of 17-bit products: 4 of 18, 2 of 19, 1 of 20.
    CHECK(array.area.logic_um2 == 32 * (64 + 56 + 8) + 4 * (4 * 18 + 2 * 19 + 20) + 64 * 2);
    MachineUse dense8;
    dense8.dense8 = true;
    a.array.mode = ArrayMode::add_sub;
    CHECK(machine_cost(a, dense8, round_technology()).part(PartId::array).area == array.area);
}

TEST_CASE("the activation buffer's conflict-free supply costs a crossbar and banks") {
    const Technology t = round_technology();
    Architecture a = small_machine();
    const PartCost crossbar = machine_cost(a, {}, t).part(PartId::activation_crossbar);
    CHECK(crossbar.area.logic_um2 == 8.0 * 8 * 7 * 2); // 8 bits of 8 columns, each from 8 banks
    a.array.columns = 9;                               // 16 banks
    CHECK(machine_cost(a, {}, t).part(PartId::activation_crossbar).area.logic_um2 == 8.0 * 9 * 15 * 2);
}

TEST_CASE("every distinct network is in every lane") {
    const Technology t = round_technology();
    const DecoderCost one = decoder_cost(DecoderSize{4, 8, 10, 1, 8, 0}, t),
                      other = decoder_cost(DecoderSize{6, 8, 20, 1, 8, 0}, t);
    const DecoderCost both[] = {one, other};
    MachineUse use;
    use.decoders = both;
    Architecture a = small_machine();
    a.weights.lanes = 4;
    const PartCost part = machine_cost(a, use, t).part(PartId::decoder);
    CHECK(part.area.logic_um2 == 4 * (10 + 20) + 4 * 8 * 2); // and a multiplexer an output
    CHECK(part.area.flops_um2 == 4 * 2 * 8 * 6);
}

TEST_CASE("nothing shrinks when a machine grows") {
    struct Growth {
        const char* what;
        std::function<void(Architecture&, int)> set;
        std::vector<int> sizes;
    };
    const Growth growths[] = {
        {"lanes", [](Architecture& a, int n) { a.weights.lanes = n; }, {1, 2, 4, 8, 64}},
        {"rows", [](Architecture& a, int n) { a.array.rows = n; }, {1, 2, 31, 32, 33, 128}},
        {"columns", [](Architecture& a, int n) { a.array.columns = n; }, {8, 16, 63, 64, 65, 256}},
        {"reader bytes", [](Architecture& a, int n) { a.weights.reader_bytes = n; }, {256, 512, 4096, 65536}},
        {"FIFO depth", [](Architecture& a, int n) { a.weights.fifo_depth = n; }, {1, 2, 8, 15}},
        {"weight buffer", [](Architecture& a, int n) { a.weights.buffer_bytes = n; }, {4096, 65536, 262144}},
        {"accumulators", [](Architecture& a, int n) { a.array.accumulator_depth = n; }, {64, 256, 2048, 16384}},
        {"tile banks", [](Architecture& a, int n) { a.array.tile_banks = n; }, {1, 2}},
        {"activations", [](Architecture& a, int n) { a.activations.buffer_bytes = n; }, {65536, 262144, 1 << 22}},
        {"vector lanes", [](Architecture& a, int n) { a.vector_unit.lanes = n; }, {1, 16, 64}},
        {"patch ports", [](Architecture& a, int n) { a.weights.patch_ports = n; }, {1, 2, 4}},
        {"mask lanes", [](Architecture& a, int n) { a.weights.mask_lanes = n; }, {64, 512, 1024}},
        {"CSR decoders", [](Architecture& a, int n) { a.csr.decoders = n; }, {1, 8, 32}},
        {"outstanding", [](Architecture& a, int n) { a.memory.outstanding = n; }, {1, 16, 64}},
    };
    const Technology& t = default_technology();
    const DecoderCost decoder = dense_decoder(t);
    for (const Growth& growth : growths)
        for (const ArrayMode mode : {ArrayMode::add_sub, ArrayMode::xnor, ArrayMode::dense, ArrayMode::shift}) {
            double before = 0;
            for (const int size : growth.sizes) {
                Architecture a;
                a.array.mode = mode;
                growth.set(a, size);
                const double area = machine_cost(a, everything(decoder), t).area.total_um2();
                INFO(growth.what << " = " << size << ", mode " << to_string(mode));
                CHECK(area > before);
                before = area;
            }
        }
}

TEST_CASE("fewer adder levels a stage make a faster array with more registers") {
    Architecture slow, fast;
    slow.array.levels_per_stage = 4;
    fast.array.levels_per_stage = 2;
    const Technology& t = default_technology();
    const PartCost a = machine_cost(slow, {}, t).part(PartId::array), b = machine_cost(fast, {}, t).part(PartId::array);
    CHECK(b.delay_ps < a.delay_ps);
    CHECK(b.area.flops_um2 > a.area.flops_um2);
    CHECK(b.area.logic_um2 == a.area.logic_um2);
    fast.array.levels_per_stage = 4;
    fast.array.stages = 3;
    CHECK(machine_cost(fast, {}, t).part(PartId::array).delay_ps == b.delay_ps);
}

TEST_CASE("names, blocks and operations are complete") {
    for (int p = 0; p < part_count; ++p) {
        const auto part = static_cast<PartId>(p);
        CHECK(std::string(to_string(part)).size() > 4);
        CHECK(std::string(operation_of(part)).size() > 2);
        for (int q = 0; q < p; ++q) CHECK(std::string(to_string(part)) != to_string(static_cast<PartId>(q)));
    }
    CHECK(block_of(PartId::accumulators) == BlockId::array);
    CHECK(std::string(to_string(PartId::output_writer)) == "output_writer");
    // Every block of the simulator has a part.
    for (int b = 0; b < block_count; ++b) {
        bool found = false;
        for (int p = 0; p < part_count; ++p)
            found = found || block_of(static_cast<PartId>(p)) == static_cast<BlockId>(b);
        INFO(to_string(static_cast<BlockId>(b)));
        CHECK(found);
    }
}

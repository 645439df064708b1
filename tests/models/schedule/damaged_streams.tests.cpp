// Stored streams of pruned and CSR weights that cannot be right.
#include "models/core/error.hpp"
#include "tests/models/schedule/pruned_plan.hpp"
#include "tests/support/message_of.hpp"

#include <catch2/catch.hpp>

using namespace fracbit;
using namespace fracbit::tests;

namespace {

struct Damage {
    const char* text;
    void (*spoil)(QuantizedLayer&);
};

void check_damages(const QuantizedLayer& right, const std::vector<Damage>& damages) {
    const Architecture a = architecture_of();
    CHECK_NOTHROW(plan(a, right));
    for (const Damage& damage : damages) {
        INFO(damage.text);
        QuantizedLayer weights = right;
        damage.spoil(weights);
        CHECK(message_of<ConfigError>([&] { plan(a, weights); }) == std::string("layer 'fc'") + damage.text);
    }
}

} // namespace

TEST_CASE("damaged streams of pruned weights are refused and the damage is named") {
    SyntheticSpec spec = sparse_spec();
    spec.pruned.patches_per_slice = 3; // 10 slices of 10 weights in each row group
    const QuantizedLayer counted = drawn(spec);
    REQUIRE(counted.planes[0].patches.counts.extract(0, 4) >= 2);
    check_damages(
        counted,
        {
            {": plane 0 has 149 bits of seeds, must be 150", [](QuantizedLayer& w) { w.planes[0].bits.resize(149); }},
            {": encoded weights without an XOR network", [](QuantizedLayer& w) { w.planes[0].network = nullptr; }},
            {": -1 registers, must be 0 or more", [](QuantizedLayer& w) { w.planes[0].registers = -1; }},
            {": n_in = 5 is not a whole number of seeds for 1 registers",
             [](QuantizedLayer& w) { w.planes[0].registers = 1; }},
            {": the number of registers is 5, allowed is 0 to 4", [](QuantizedLayer& w) { w.planes[0].registers = 5; }},
            {": the number of slices in a block of patch counts is 0, allowed is 1 to 1073741824",
             [](QuantizedLayer& w) { w.planes[0].patches.block_slices = 0; }},
            {": the patch counts are stored in 2 runs, must be 3",
             [](QuantizedLayer& w) { w.planes[0].patches.runs.pop_back(); }},
            {": the patch counts are stored in -1 runs, must be 3",
             [](QuantizedLayer& w) { w.planes[0].patches.runs.clear(); }},
            {": the mask bits are stored in 2 runs, must be 3", [](QuantizedLayer& w) { w.mask.runs.pop_back(); }},
            {": row group 0 has 95 bits of mask, must be 96", [](QuantizedLayer& w) { w.mask.runs[1] = 95; }},
            {", patches of row group 0: slice 0 of 10 weights has 15 patches",
             [](QuantizedLayer& w) { w.planes[0].patches.counts.deposit(0, 8, 0b1111'0100); }},
        });
    QuantizedLayer cut = counted;
    PatchStream& patches = cut.planes[0].patches;
    patches.locations.resize(patches.locations.size() - 1);
    for (PatchStream::Run& run : patches.runs) run.locations = std::min(run.locations, patches.locations.size());
    CHECK(message_of<ConfigError>([&] { plan(architecture_of(), cut); }) ==
          "layer 'fc', patches of row group 2: the locations end early: 3 bits are left, 4 are needed");
    patches.locations.resize(patches.locations.size() + 9);
    patches.runs.back().locations = patches.locations.size();
    CHECK(message_of<ConfigError>([&] { plan(architecture_of(), cut); }) ==
          "layer 'fc': 8 bits are left of the patch locations of row group 2, plane 0, when all its weights are made");

    spec.q = 2;
    check_damages(drawn(spec), {
                                   {": plane 1 has other slices, registers or patches than plane 0; the decoder's "
                                    "lanes and streams need them equal",
                                    [](QuantizedLayer& w) { w.planes[1].patches = {}; }},
                                   {": plane 1 has other slices, registers or patches than plane 0; the decoder's "
                                    "lanes and streams need them equal",
                                    [](QuantizedLayer& w) {
                                        w.planes[1].network = std::make_shared<const XorNetwork>(XorSpec{5, 11, 2, 1});
                                    }},
                               });

    spec.q = 1;
    spec.pruned.patches = PatchFormat::gaps;
    spec.pruned.mask = MaskFormat::relative_index;
    check_damages(
        drawn(spec),
        {
            {": the width of patch gaps is 0, allowed is 1 to 24",
             [](QuantizedLayer& w) { w.planes[0].patches.gap_bits = 0; }},
            {": the width of mask gaps is 0, allowed is 1 to 24", [](QuantizedLayer& w) { w.mask.gap_bits = 0; }},
            {": the width of mask gaps is 64, allowed is 1 to 24", [](QuantizedLayer& w) { w.mask.gap_bits = 64; }},
        });
    QuantizedLayer longer = drawn(spec);
    longer.mask.bits.resize(longer.mask.bits.size() + 300 * longer.mask.gap_bits); // kept weights behind the last one
    longer.mask.runs.back() = longer.mask.bits.size();
    CHECK_THAT(message_of<ConfigError>([&] { plan(architecture_of(), longer); }),
               Catch::Contains("bits are left of the mask of row group 2, plane 0"));

    spec.pruned.mask = MaskFormat::low_rank;
    check_damages(
        drawn(spec),
        {
            {": the rank of the mask is 0, allowed is 1 to 64", [](QuantizedLayer& w) { w.mask.rank = 0; }},
            {": the width of mask tiles is 0, allowed is 1 to 1099511627776",
             [](QuantizedLayer& w) { w.mask.tile_columns = 0; }},
            {": the height of mask tiles is -4, allowed is 1 to 1099511627776",
             [](QuantizedLayer& w) { w.mask.tile_rows = -4; }},
            // Two row groups a band: the second would have no V.
            {": row group 1 has 36 bits of mask, must be 12", [](QuantizedLayer& w) { w.mask.tile_rows = 8; }},
        });
}

TEST_CASE("damaged CSR streams are refused and the damage is named") {
    SyntheticSpec spec = csr_spec();
    spec.pruned.sparsity = 0; // 8 entries of 2 bits in each row of a tile
    const QuantizedLayer right = drawn(spec);
    REQUIRE(right.csr.gap_bits == 1);
    REQUIRE(right.csr.count_bits == 4);
    check_damages(
        right,
        {
            {": the width of CSR indices is 0, allowed is 1 to 24", [](QuantizedLayer& w) { w.csr.gap_bits = 0; }},
            {": the width of CSR entry counts is 64, allowed is 1 to 32",
             [](QuantizedLayer& w) { w.csr.count_bits = 64; }},
            {": the CSR entries are stored in 8 runs, must be 9",
             [](QuantizedLayer& w) { w.csr.entry_runs.pop_back(); }},
            {": the runs of the CSR entries lie between bits 0 and 576, must ascend from 0 to 575",
             [](QuantizedLayer& w) { w.csr.entries.resize(575); }},
            {": the runs of the CSR entries lie between bits 0 and 576, must ascend from 0 to 576",
             [](QuantizedLayer& w) { w.csr.entry_runs[1] = -1; }},
            {": the CSR entry counts are stored in 2 runs, must be 3",
             [](QuantizedLayer& w) { w.csr.count_runs.pop_back(); }},
            {": row group 0 has 44 bits of entry counts, must be 48",
             [](QuantizedLayer& w) { w.csr.count_runs[1] -= 4; }},
            {", CSR row group 0, decoder 0: 49 entries are counted, 96 bits of entries are stored, must be 2 bits each",
             [](QuantizedLayer& w) { w.csr.counts.deposit(32, 4, 9); }},
            {", CSR row group 0, decoder 1: 23 entries are counted, 48 bits of entries are stored, must be 2 bits each",
             [](QuantizedLayer& w) { w.csr.counts.deposit(36, 4, 7); }},
        });
}

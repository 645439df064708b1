#include "models/rtl/weight_path_spec.hpp"
#include "models/core/error.hpp"
#include "tests/models/rtl/small_specs.hpp"
#include "tests/support/message_of.hpp"

#include <catch2/catch.hpp>
#include <functional>

using namespace fracbit;
using namespace fracbit::models;
using fracbit::test::small_spec;
using fracbit::tests::message_of;

TEST_CASE("A weight path that cannot be is refused with all that is wrong") {
    const struct {
        std::function<void(WeightPathSpec&)> change;
        const char* problem;
    } rows[] = {
        {[](auto& s) { s.planes.clear(); }, "it has no planes"},
        {[](auto& s) { s.planes.push_back(nullptr); }, "plane 1 has no XOR network"},
        {[](auto& s) {
             s.planes.push_back(std::make_shared<XorNetwork>(XorSpec{2, 4, 1, 1}));
         },
         "plane 1 is 2 -> 4, plane 0 is 2 -> 3: they must be of one shape"},
        {[](auto& s) { s.registers = 2; }, "2 registers with n_in = 2: n_in must be a multiple of registers + 1"},
        {[](auto& s) { s.registers = -1; }, "registers = -1, must be 0 to 63"},
        {[](auto& s) { s.sizes.lanes = 0; }, "lanes = 0, must be 1 or more"},
        {[](auto& s) { s.sizes.fifo_depth = 0; }, "fifo_depth = 0, must be 1 or more"},
        {[](auto& s) { s.sizes.decoder_stages = 0; }, "decoder_stages = 0, must be 1 or more"},
        {[](auto& s) { s.sizes.fill_width = 1, s.masked = true; }, "fill_width = 1, must be 2 or more"},
        {[](auto& s) { s.sizes.reader_bytes = 4; },
         "reader_bytes = 4, must be 5 or more: a word of 4 bits and a burst of 32"},
        {[](auto& s) { s.patches = PatchFormat::counted, s.block_slices = {8}, s.sizes.patch_bytes = 3; },
         "patch_bytes = 3, must be 4 or more: a burst of 32 bits"},
        {[](auto& s) { s.patches = PatchFormat::counted, s.block_slices = {0}; },
         "block_slices = 0, must be 1 to 65536"},
        {[](auto& s) { s.patches = PatchFormat::counted; }, "block_slices of 0 planes for 1 planes"},
        {[](auto& s) { s.patches = PatchFormat::gaps, s.gap_bits = {17}; }, "gap_bits = 17, must be 1 to 16"},
        {[](auto& s) { s.patches = PatchFormat::gaps; }, "gap_bits of 0 planes for 1 planes"},
        {[](auto& s) {
             s.planes = {std::make_shared<XorNetwork>(1, std::vector<std::uint64_t>{1})};
             s.patches = PatchFormat::counted;
             s.block_slices = {8};
         },
         "patches of slices of one weight have locations of no bits: n_out must be 2 or more"},
    };
    for (const auto& row : rows) {
        WeightPathSpec spec = small_spec();
        row.change(spec);
        CHECK(message_of<ConfigError>([&] { validate(spec); }) ==
              std::string("the weight path of layer 'fc' cannot be exported:\n  ") + row.problem);
    }
    WeightPathSpec spec = small_spec();
    spec.sizes.lanes = 0;
    spec.in_bits = 0;
    CHECK(message_of<ConfigError>([&] { validate(spec); }) ==
          "the weight path of layer 'fc' cannot be exported:\n  lanes = 0, must be 1 or more\n  in_bits = 0, must be 1 "
          "or more");
}

TEST_CASE("The weight path of a layer has the sizes of its architecture") {
    Architecture architecture;
    architecture.weights.lanes = 3;
    QuantizedLayer layer;
    layer.format = WeightFormat::sparse;
    for (const int gap : {4, 5}) {
        StoredPlane plane;
        plane.network = small_spec().planes.front();
        plane.registers = 1;
        plane.patches.format = PatchFormat::gaps;
        plane.patches.gap_bits = gap;
        layer.planes.push_back(plane);
    }
    const WeightPathSpec spec = weight_path_of(architecture, "fc 1", layer);
    CHECK(spec.layer == "fc 1");
    CHECK(spec.seed_bits() == 1);
    CHECK(spec.masked);
    CHECK(spec.gap_bits == std::vector<int>{4, 5});
    CHECK(spec.patches_differ());
    CHECK(spec.in_bits == 512);
    CHECK(spec.sizes.lanes == 3);

    layer.planes[1].registers = 0;
    CHECK(message_of<ConfigError>([&] { weight_path_of(architecture, "fc", layer); }) ==
          "the planes of layer 'fc' differ in registers or patch format: one weight path cannot read them");
    layer.planes[1].registers = 1;
    layer.planes[1].patches.format = PatchFormat::counted;
    CHECK_THROWS_AS(weight_path_of(architecture, "fc", layer), ConfigError);
    layer.format = WeightFormat::dense8;
    CHECK(message_of<ConfigError>([&] { weight_path_of(architecture, "fc", layer); }) ==
          "layer 'fc' has weights of format dense8: only flexor, sparse and shift-xor weights pass an XOR decoder");
}

TEST_CASE("In a cycle a unit gets what the buffer's width, two words and two mask words allow") {
    WeightPathSpec spec = small_spec(); // words of 2 lanes x 3 bits
    REQUIRE(spec.word_bits() == 6);
    spec.sizes.fill_width = 10;
    CHECK(spec.give() == 10);
    spec.sizes.fill_width = 100;
    CHECK(spec.give() == 12);
    spec.masked = true; // two bits a weight
    spec.sizes.mask_lanes = 64;
    CHECK(spec.give() == 12);
    spec.sizes.fill_width = 10;
    CHECK(spec.give() == 5);
    spec.sizes.mask_lanes = 2;
    CHECK(spec.give() == 4);
}

TEST_CASE("The stages are those of the plane with the heaviest row, wherever it stands") {
    WeightPathSpec spec = small_spec();
    const auto heavy = std::make_shared<XorNetwork>(20, std::vector<std::uint64_t>(20, 0x1ffff));
    const auto light = std::make_shared<XorNetwork>(20, std::vector<std::uint64_t>(20, 0x3));
    spec.sizes.levels_per_stage = 1;
    spec.sizes.decoder_stages = {};
    for (const auto& planes : {std::vector{heavy, light}, std::vector{light, heavy}}) {
        spec.planes.assign(planes.begin(), planes.end());
        CHECK(decoder_stages_of(spec).stages == 5);
    }
}

TEST_CASE("The decoder has the stages that the heaviest row asks for") {
    WeightPathSpec spec = small_spec();
    spec.planes = {std::make_shared<XorNetwork>(20, std::vector<std::uint64_t>(20, 0x1ffff))}; // 17 ones: 5 levels
    const struct {
        int per_stage;
        std::optional<int> set;
        int stages, levels;
    } rows[] = {{4, {}, 2, 4}, {1, {}, 5, 1}, {5, {}, 1, 5}, {4, 1, 1, 5}, {2, 2, 2, 3}, {4, 7, 7, 4}};
    for (const auto& row : rows) {
        spec.sizes.levels_per_stage = row.per_stage;
        spec.sizes.decoder_stages = row.set;
        CHECK(decoder_stages_of(spec).stages == row.stages);
        CHECK(decoder_stages_of(spec).levels == row.levels);
    }
}

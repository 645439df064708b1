#include "models/masks/mask_decoder.hpp"

#include "models/core/error.hpp"
#include "models/masks/mask_encoder.hpp"
#include "tests/models/masks/random_masks.hpp"
#include "tests/support/message_of.hpp"

#include <catch2/catch.hpp>

using namespace fracbit;
using namespace fracbit::models;
using namespace fracbit::tests;

namespace {

const Layer layer = linear_layer(4, 6);
const StorageMap map(layer, StorageOrder::k_major, 2, 1); // two row groups of 12 weights

std::string refusal(const StoredMask& mask) {
    return message_of<ConfigError>([&] { decode_mask(layer, map, mask); });
}

StoredMask bitmap() { return encode_bitmap(layer, map, BitVector(24)); }

StoredMask gaps(int gap_bits, std::initializer_list<std::uint64_t> values, std::int64_t left_over = 0) {
    StoredMask mask;
    mask.format = MaskFormat::relative_index;
    mask.gap_bits = gap_bits;
    mask.bits = BitVector(static_cast<std::int64_t>(values.size()) * gap_bits + left_over);
    std::int64_t at = 0;
    for (const auto value : values) {
        mask.bits.deposit(at, gap_bits, value);
        at += gap_bits;
    }
    mask.runs = {0, mask.bits.size(), mask.bits.size()};
    return mask;
}

StoredMask low_rank() { return encode_low_rank(layer, map, empty_factors(layer, map, 4, 3, 2)); }

} // namespace

TEST_CASE("runs that do not fit the row groups or the stream are refused") {
    StoredMask mask = bitmap();
    mask.runs = {0, 24};
    CHECK(refusal(mask) == "layer 'fc', mask: 2 run offsets; its 2 row groups need 3");
    mask.runs = {0, 12, 24, 24};
    CHECK(refusal(mask) == "layer 'fc', mask: 4 run offsets; its 2 row groups need 3");
    mask.runs = {};
    CHECK(refusal(mask) == "layer 'fc', mask: 0 run offsets; its 2 row groups need 3");
    for (const auto& runs : std::vector<std::vector<std::int64_t>>{{0, 25, 24}, {0, -1, 24}}) {
        mask.runs = runs;
        CHECK(refusal(mask) ==
              "layer 'fc', mask: run offsets from 0 to 24; they must ascend from 0 to 24, the bits of the stream");
    }
    mask.runs = {1, 12, 24};
    CHECK(refusal(mask) ==
          "layer 'fc', mask: run offsets from 1 to 24; they must ascend from 0 to 24, the bits of the stream");
    mask.runs = {0, 12, 23};
    CHECK(refusal(mask) ==
          "layer 'fc', mask: run offsets from 0 to 23; they must ascend from 0 to 24, the bits of the stream");
}

TEST_CASE("bitmaps that end early or have bits left over are refused") {
    StoredMask mask = bitmap();
    mask.runs = {0, 11, 24};
    CHECK(refusal(mask) == "layer 'fc', mask: row group 0 has 11 bits; a bitmap mask needs exactly 12");
    mask.bits.resize(25);
    mask.runs = {0, 12, 25};
    CHECK(refusal(mask) == "layer 'fc', mask: row group 1 has 13 bits; a bitmap mask needs exactly 12");
}

TEST_CASE("relative indices may end at the last weight but not pass it") {
    CHECK(decode_mask(layer, map, gaps(4, {11})).get(11));                   // the group's last weight
    CHECK(decode_mask(layer, map, gaps(2, {3, 3, 3, 3})).count_ones() == 0); // passes all twelve
    const std::string passes =
        "layer 'fc', mask: an entry of row group 0 passes its 12 weights; the mask is damaged or of another layer";
    CHECK(refusal(gaps(4, {12})) == passes);
    CHECK(refusal(gaps(4, {15})) == passes);
    CHECK(refusal(gaps(4, {11, 0})) == passes);
    CHECK(refusal(gaps(2, {3, 3, 3, 3, 0})) == passes);
    CHECK(refusal(gaps(24, {(1U << 24) - 2})) == passes);
}

TEST_CASE("relative indices with bits left over or of a width that is not allowed are refused") {
    CHECK(refusal(gaps(5, {1, 2}, 3)) ==
          "layer 'fc', mask: row group 0 has 13 bits; entries are 5 bits each, 3 are left over");
    StoredMask mask = gaps(5, {1, 2});
    mask.gap_bits = 0;
    CHECK(refusal(mask) == "layer 'fc', mask: gaps of 0 bits; allowed: 1 to 24");
    mask.gap_bits = 25;
    CHECK(refusal(mask) == "layer 'fc', mask: gaps of 25 bits; allowed: 1 to 24");
}

TEST_CASE("low-rank masks that end early, have bits left over or tiles that do not fit are refused") {
    StoredMask mask = low_rank(); // V: 6 columns x 2; U: 2 tiles x 2 rows x 2 a group
    REQUIRE(mask.runs == std::vector<std::int64_t>{0, 20, 28});
    mask.runs = {0, 19, 28};
    CHECK(refusal(mask) == "layer 'fc', mask: row group 0 has 19 bits; a low-rank mask needs exactly 20");
    mask.bits.resize(29);
    mask.runs = {0, 20, 29};
    CHECK(refusal(mask) == "layer 'fc', mask: row group 1 has 9 bits; a low-rank mask needs exactly 8");
    mask = low_rank();
    mask.rank = 0;
    CHECK(refusal(mask) == "layer 'fc': a mask of rank 0; allowed: 1 to 64");
    mask = low_rank();
    mask.tile_rows = 3;
    CHECK(refusal(mask) ==
          "layer 'fc': mask tiles of 3 rows end inside a row group of 2 rows; tiles need whole row groups");
    mask = low_rank();
    mask.tile_columns = 0;
    CHECK(refusal(mask) == "layer 'fc': mask tiles of 0 columns; tiles need at least 1 column");
}

TEST_CASE("factors are not read from runs that do not fit either") {
    StoredMask mask = low_rank();
    mask.runs = {0, 20};
    CHECK(message_of<ConfigError>([&] { decode_factors(layer, map, mask); }) ==
          "layer 'fc', mask: 2 run offsets; its 2 row groups need 3");
}

TEST_CASE("only low-rank masks have factors") {
    CHECK(message_of<ConfigError>([&] { decode_factors(layer, map, bitmap()); }) ==
          "layer 'fc', mask: a bitmap mask has no factors; only low-rank masks do");
}

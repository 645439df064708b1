#include "models/masks/mask_encoder.hpp"
#include "models/core/error.hpp"
#include "models/masks/mask_decoder.hpp"
#include "tests/models/masks/random_masks.hpp"
#include "tests/support/message_of.hpp"

#include <catch2/catch.hpp>

using namespace fracbit;
using namespace fracbit::models;
using namespace fracbit::tests;

namespace {

BitVector bits_of(const std::string& text) {
    BitVector bits(static_cast<std::int64_t>(text.size()));
    for (std::size_t i = 0; i < text.size(); ++i) bits.set(static_cast<std::int64_t>(i), text[i] == '1');
    return bits;
}

std::string text_of(const BitVector& bits) {
    std::string text;
    for (std::int64_t i = 0; i < bits.size(); ++i) text += bits.get(i) ? '1' : '0';
    return text;
}

} // namespace

TEST_CASE("a bitmap holds the mask in storage order, a run for each row group") {
    const Layer layer = linear_layer(3, 3);
    const StorageMap map(layer, StorageOrder::k_major, 2, 1);
    const StoredMask stored = encode_bitmap(layer, map,
                                            bits_of("110"
                                                    "010"
                                                    "001"));
    CHECK(stored.format == MaskFormat::bitmap);
    CHECK(text_of(stored.bits) == "101100"
                                  "001");
    CHECK(stored.runs == std::vector<std::int64_t>{0, 6, 9});
    CHECK(mask_bits(stored) == 9);
}

TEST_CASE("a relative index counts the pruned weights in front of each kept one") {
    const Layer layer = linear_layer(2, 8);
    const StorageMap map(layer, StorageOrder::k_major, 1, 1);
    // Row 0: gaps 0 and 4; two bits pass three weights (3, lowest bit first) and then one more. Row 1 keeps nothing.
    const StoredMask stored = encode_relative_index(layer, map, bits_of("1000010000000000"), 2);
    CHECK(text_of(stored.bits) == "00"
                                  "11"
                                  "10");
    CHECK(stored.runs == std::vector<std::int64_t>{0, 6, 6});
    CHECK(mask_bits(stored) == 6 + 2 * 32);
    StoredMask none;
    none.format = MaskFormat::relative_index;
    CHECK(mask_bits(none) == 0);
}

TEST_CASE("a low-rank mask stores V of the band and then the rows of U of each row group") {
    const Layer layer = linear_layer(4, 3);
    const StorageMap map(layer, StorageOrder::k_major, 2, 1);
    LowRankFactors factors = empty_factors(layer, map, 4, 2, 2);
    factors.v = {1, 2, 3};
    factors.u = {0, 1, 2, 3, 1, 0, 3, 2}; // [row][tile]
    const StoredMask stored = encode_low_rank(layer, map, factors);
    CHECK(text_of(stored.bits) == "10"
                                  "01"
                                  "11" // V
                                  "00"
                                  "01" // U, tile 0, rows 0 and 1
                                  "10"
                                  "11" // U, tile 1, rows 0 and 1
                                  "10"
                                  "11"
                                  "00"
                                  "01"); // rows 2 and 3
    CHECK(stored.runs == std::vector<std::int64_t>{0, 14, 22});
    CHECK(text_of(decode_mask(layer, map, stored)) == "001"
                                                      "011"
                                                      "100"
                                                      "111");
}

TEST_CASE("masks come back from every format and storage order") {
    constexpr std::uint64_t seed = 3;
    Random random(seed);
    for (int i = 0; i < 600; ++i) {
        const MaskCase drawn = draw_mask_case(random);
        INFO("seed " << seed << ", case " << i << ": " << drawn.text());
        const StoredMask bitmap = encode_bitmap(drawn.layer, drawn.map(), drawn.mask);
        REQUIRE(decode_mask(drawn.layer, drawn.map(), bitmap) == drawn.mask);
        const int gap_bits = static_cast<int>(random.below(8));
        const StoredMask gaps = encode_relative_index(drawn.layer, drawn.map(), drawn.mask, gap_bits);
        REQUIRE((gap_bits == 0 || gaps.gap_bits == gap_bits));
        REQUIRE(decode_mask(drawn.layer, drawn.map(), gaps) == drawn.mask);
    }
}

TEST_CASE("streams hold what a walk through storage finds") {
    constexpr std::uint64_t seed = 4;
    Random random(seed);
    for (int i = 0; i < 200; ++i) {
        const MaskCase drawn = draw_mask_case(random);
        INFO("seed " << seed << ", case " << i << ": " << drawn.text());
        const StoredMask bitmap = encode_bitmap(drawn.layer, drawn.map(), drawn.mask);
        const StoredMask gaps = encode_relative_index(drawn.layer, drawn.map(), drawn.mask, 3);
        std::string bitmap_text;
        std::string gap_text;
        const char* const threes[] = {"000", "100", "010", "110", "001", "101", "011", "111"};
        for (const auto& group : walk_storage(drawn)) {
            int gap = 0;
            for (const auto& [row, k] : group) {
                const bool kept = drawn.mask.get(row * drawn.layer.reduction() + k);
                bitmap_text += kept ? '1' : '0';
                if (!kept) {
                    ++gap;
                    continue;
                }
                for (; gap >= 7; gap -= 7) gap_text += threes[7];
                gap_text += threes[gap];
                gap = 0;
            }
        }
        REQUIRE(text_of(bitmap.bits) == bitmap_text);
        REQUIRE(text_of(gaps.bits) == gap_text);
    }
}

TEST_CASE("the best gap width is the cheapest of all, the narrowest of equals") {
    constexpr std::uint64_t seed = 5;
    Random random(seed);
    for (int i = 0; i < 100; ++i) {
        const MaskCase drawn = draw_mask_case(random);
        INFO("seed " << seed << ", case " << i << ": " << drawn.text());
        int best = 0;
        std::int64_t least = 0;
        for (int width = 1; width <= max_index_bits; ++width) {
            const auto bits = encode_relative_index(drawn.layer, drawn.map(), drawn.mask, width).bits.size();
            if (best == 0 || bits < least) {
                best = width;
                least = bits;
            }
        }
        REQUIRE(encode_relative_index(drawn.layer, drawn.map(), drawn.mask).gap_bits == best);
    }
}

TEST_CASE("masks and widths that do not fit are refused") {
    const Layer layer = linear_layer(2, 8);
    const StorageMap map(layer, StorageOrder::k_major, 1, 1);
    CHECK(message_of<ConfigError>([&] { encode_bitmap(layer, map, BitVector(15)); }) ==
          "layer 'fc': a mask of 15 bits; its 16 weights need one bit each");
    CHECK(message_of<ConfigError>([&] { encode_relative_index(layer, map, BitVector(17)); }) ==
          "layer 'fc': a mask of 17 bits; its 16 weights need one bit each");
    CHECK(message_of<ConfigError>([&] { encode_relative_index(layer, map, BitVector(16), 25); }) ==
          "layer 'fc', mask: gaps of 25 bits; allowed: 1 to 24, or 0 for the best width");
    CHECK(message_of<ConfigError>([&] { encode_relative_index(layer, map, BitVector(16), -1); }) ==
          "layer 'fc', mask: gaps of -1 bits; allowed: 1 to 24, or 0 for the best width");
}

#include "models/core/error.hpp"
#include "models/masks/mask_decoder.hpp"
#include "models/masks/mask_encoder.hpp"
#include "tests/models/masks/random_masks.hpp"
#include "tests/support/message_of.hpp"

#include <catch2/catch.hpp>

using namespace fracbit;
using namespace fracbit::models;
using namespace fracbit::tests;

TEST_CASE("factors come back from their stream, and the mask is their product") {
    constexpr std::uint64_t seed = 6;
    Random random(seed);
    for (int i = 0; i < 400; ++i) {
        MaskCase drawn = draw_mask_case(random);
        if (drawn.convolution_rows != drawn.layer.out_channels && drawn.order == StorageOrder::row_major)
            drawn.order = StorageOrder::tiled;
        const LowRankFactors factors = draw_factors(random, drawn);
        INFO("seed " << seed << ", case " << i << ": " << drawn.text() << ", mask tiles " << factors.tile_rows << " x "
                     << factors.tile_columns << ", rank " << factors.rank);
        const StorageMap map = drawn.map();
        const StoredMask stored = encode_low_rank(drawn.layer, map, factors);
        REQUIRE(decode_factors(drawn.layer, map, stored) == factors);

        const BitVector mask = decode_mask(drawn.layer, map, stored);
        const std::int64_t columns = drawn.layer.reduction();
        REQUIRE(mask.size() == drawn.layer.weights());
        std::int64_t band = -1;
        std::int64_t end_of_band = 0;
        for (std::int64_t row = 0; row < drawn.layer.out_channels; ++row) {
            if (row == end_of_band) {
                ++band;
                const std::int64_t end_of_group = (row / drawn.convolution_rows + 1) * drawn.convolution_rows;
                end_of_band = std::min(row + factors.tile_rows, end_of_group);
            }
            for (std::int64_t c = 0; c < columns; ++c) {
                const std::int64_t tiles = (columns + factors.tile_columns - 1) / factors.tile_columns;
                bool kept = false;
                for (int k = 0; k < factors.rank; ++k)
                    kept = kept || (((factors.u[row * tiles + c / factors.tile_columns] >> k) & 1U) != 0 &&
                                    ((factors.v[band * columns + c] >> k) & 1U) != 0);
                REQUIRE(mask.get(row * columns + c) == kept);
            }
        }
    }
}

TEST_CASE("a tile of m x n weights takes rank * (m + n) bits") {
    const Layer layer = linear_layer(64, 90);
    const StorageMap map(layer, StorageOrder::tiled, 16, 64);
    CHECK(encode_low_rank(layer, map, empty_factors(layer, map, 32, 30, 3)).bits.size() == 2 * 3 * 3 * (32 + 30));
    CHECK(encode_low_rank(layer, map, empty_factors(layer, map, 64, 90, 5)).bits.size() == 5 * (64 + 90));
}

TEST_CASE("factors of the wrong size, rank or tile are refused") {
    const Layer layer = linear_layer(4, 6);
    const StorageMap map(layer, StorageOrder::k_major, 2, 1);
    const LowRankFactors good = empty_factors(layer, map, 2, 3, 2);
    LowRankFactors factors = good;
    factors.u.pop_back();
    CHECK(message_of<ConfigError>([&] { encode_low_rank(layer, map, factors); }) ==
          "layer 'fc': factors of 7 and 12 words; its tiles need 8 and 12");
    factors = good;
    factors.v.push_back(0);
    CHECK(message_of<ConfigError>([&] { encode_low_rank(layer, map, factors); }) ==
          "layer 'fc': factors of 8 and 13 words; its tiles need 8 and 12");
    for (const auto words : {&LowRankFactors::u, &LowRankFactors::v}) {
        factors = good;
        (factors.*words)[5] = 4;
        CHECK(message_of<ConfigError>([&] { encode_low_rank(layer, map, factors); }) ==
              "layer 'fc': a factor has bits beyond its rank 2; they would be lost");
    }
    CHECK(message_of<ConfigError>([&] { empty_factors(layer, map, 2, 3, 0); }) ==
          "layer 'fc': a mask of rank 0; allowed: 1 to 64");
    CHECK(message_of<ConfigError>([&] { empty_factors(layer, map, 2, 3, 65); }) ==
          "layer 'fc': a mask of rank 65; allowed: 1 to 64");
    CHECK(message_of<ConfigError>([&] { empty_factors(layer, map, 2, 0, 1); }) ==
          "layer 'fc': mask tiles of 0 columns; tiles need at least 1 column");
    CHECK(message_of<ConfigError>([&] { empty_factors(layer, map, 3, 3, 1); }) ==
          "layer 'fc': mask tiles of 3 rows end inside a row group of 2 rows; tiles need whole row groups");
}

#include "models/inference/storage_order.hpp"

#include "models/core/error.hpp"
#include "models/inference/shift_codes.hpp"
#include "models/inference/weight_codes.hpp"
#include "tests/models/inference/random_layer.hpp"
#include "tests/support/message_of.hpp"

#include <catch2/catch.hpp>

using namespace fracbit;
using namespace fracbit::models;
using namespace fracbit::tests;

namespace {

Layer conv(std::int64_t groups, std::int64_t rows_per_group, std::int64_t reduction) {
    Layer layer;
    layer.name = "conv";
    layer.groups = groups;
    layer.input = {groups * reduction, 1, 1};
    layer.out_channels = groups * rows_per_group;
    return layer;
}

/// Elements of a row group as "ck" in storage order.
std::string order_of(const StorageMap& map, const RowGroup& group) {
    std::string text(static_cast<std::size_t>(2 * map.elements(group)), '?');
    for (std::int64_t c = group.first_row; c < group.first_row + group.rows; ++c)
        for (std::int64_t k = 0; k < map.reduction(); ++k) {
            const auto at = static_cast<std::size_t>(2 * map.place(group, c, k));
            text[at] = static_cast<char>('a' + c);
            text[at + 1] = static_cast<char>('0' + k);
        }
    return text;
}

} // namespace

TEST_CASE("row-major storage is one run over all rows, across convolution groups") {
    const StorageMap map(conv(2, 2, 3), StorageOrder::row_major, 0, 0);
    REQUIRE(map.row_groups().size() == 1);
    CHECK(order_of(map, map.row_groups()[0]) == "a0a1a2b0b1b2c0c1c2d0d1d2");
}

TEST_CASE("k-major storage puts the rows of a group side by side") {
    const StorageMap map(conv(1, 5, 2), StorageOrder::k_major, 3, 0);
    REQUIRE(map.row_groups().size() == 2);
    CHECK(order_of(map, map.row_groups()[0]) == "a0b0c0a1b1c1");
    CHECK(order_of(map, map.row_groups()[1]) == "d0e0d1e1");
}

TEST_CASE("tiled storage holds the tiles of a row group one after the other, the last one narrower") {
    const StorageMap map(conv(1, 3, 5), StorageOrder::tiled, 2, 2);
    REQUIRE(map.row_groups().size() == 2);
    CHECK(order_of(map, map.row_groups()[0]) == "a0a1b0b1a2a3b2b3a4b4");
    CHECK(order_of(map, map.row_groups()[1]) == "c0c1c2c3c4");
}

TEST_CASE("row groups end with their convolution group") {
    const StorageMap map(conv(2, 3, 1), StorageOrder::k_major, 2, 0);
    REQUIRE(map.row_groups().size() == 4);
    const std::int64_t first[] = {0, 2, 3, 5}, rows[] = {2, 1, 2, 1};
    for (std::size_t i = 0; i < 4; ++i) {
        CHECK(map.row_groups()[i].first_row == first[i]);
        CHECK(map.row_groups()[i].rows == rows[i]);
    }
}

TEST_CASE("each row group starts a fresh slice, row-major storage only one") {
    const XorNetwork network(XorSpec{3, 7, 0, 1});
    const Layer layer = conv(1, 5, 3); // 15 weights
    CHECK(StorageMap(layer, StorageOrder::row_major, 0, 0).stored_bits(&network) == 9);
    CHECK(StorageMap(layer, StorageOrder::k_major, 2, 0).stored_bits(&network) == 3 + 3 + 3);
    CHECK(StorageMap(layer, StorageOrder::tiled, 3, 2).stored_bits(&network) == 6 + 3);
    CHECK(StorageMap(layer, StorageOrder::tiled, 3, 2).stored_bits(nullptr) == 15);
}

TEST_CASE("decoded codes come out in C order from any storage order") {
    constexpr std::uint64_t seed = 11;
    INFO("seed " << seed);
    Random random(seed);
    int checked = 0;
    while (checked < 200) {
        const LayerCase drawn = draw_layer_case(random);
        if (drawn.quantized.format == WeightFormat::dense8) continue;
        for (int plane = 0; plane < drawn.quantized.q(); ++plane, ++checked) {
            const BitVector codes = decode_codes(drawn.layer, drawn.quantized, plane);
            const bool shifts = is_shift(drawn.quantized.format);
            const int bits = shifts ? drawn.quantized.shift_bits : 1;
            REQUIRE(codes.size() == drawn.layer.weights() * bits);
            for (std::int64_t i = 0; i < drawn.layer.weights(); ++i)
                REQUIRE((shifts ? shift_code(codes, i, bits)
                         : codes.get(i)
                             ? 1
                             : -1) == drawn.codes[static_cast<std::size_t>(plane)][static_cast<std::size_t>(i)]);
            if (drawn.quantized.format == WeightFormat::binary || drawn.quantized.format == WeightFormat::shift) {
                const StorageMap map(drawn.layer, drawn.quantized);
                REQUIRE(store_codes(drawn.layer, codes, map) ==
                        drawn.quantized.planes[static_cast<std::size_t>(plane)].bits);
            }
        }
    }
}

TEST_CASE("storage orders refuse layers without weights and empty groups or tiles") {
    Layer pool = conv(1, 1, 1);
    pool.kind = LayerKind::max_pool;
    CHECK(message_of<ConfigError>([&] { StorageMap(pool, StorageOrder::row_major, 0, 0); }) ==
          "layer 'conv' has no weights to store");
    CHECK(message_of<ConfigError>([&] { StorageMap(conv(1, 1, 1), StorageOrder::k_major, 0, 1); }) ==
          "layer 'conv': group_rows is 0; row groups need at least 1 row");
    CHECK(message_of<ConfigError>([&] { StorageMap(conv(1, 1, 1), StorageOrder::tiled, 1, 0); }) ==
          "layer 'conv': tile_columns is 0; tiles need at least 1 column");
}

TEST_CASE("stored bits that do not fill the shape are refused") {
    QuantizedLayer quantized;
    quantized.planes.resize(1);
    quantized.planes[0].bits = BitVector(14);
    CHECK(message_of<ConfigError>([&] { decode_codes(conv(1, 5, 3), quantized, 0); }) ==
          "layer 'conv', plane 0: flexor weights without an XOR network");
    quantized.format = WeightFormat::binary;
    CHECK(message_of<ConfigError>([&] { decode_codes(conv(1, 5, 3), quantized, 0); }) ==
          "layer 'conv', plane 0: 14 stored bits; its storage order needs exactly 15");
    quantized.planes[0].bits = BitVector(16);
    CHECK(message_of<ConfigError>([&] { decode_codes(conv(1, 5, 3), quantized, 0); }) ==
          "layer 'conv', plane 0: 16 stored bits; its storage order needs exactly 15");
    quantized.planes[0].bits = BitVector(14);
    quantized.format = WeightFormat::shift;
    quantized.shift_bits = 3;
    CHECK(message_of<ConfigError>([&] { decode_codes(conv(1, 5, 3), quantized, 0); }) ==
          "layer 'conv', plane 0: 14 stored bits; its storage order needs exactly 45");
    quantized.format = WeightFormat::shift_xor;
    CHECK(message_of<ConfigError>([&] { decode_codes(conv(1, 5, 3), quantized, 0); }) ==
          "layer 'conv', plane 0: shift-xor weights without an XOR network");
}

#include "models/schedule/tensor_layout.hpp"

#include <catch2/catch.hpp>

#include <numeric>
#include <set>

using namespace fracbit::models;

TEST_CASE("a tensor is stored block by block, channels of a block side by side") {
    const TensorLayout layout({5, 2, 3}, 2, cut_channels(5, 1, 2), 640);
    CHECK(layout.bytes() == 60);
    CHECK(layout.rows() == 4);
    CHECK(layout.offset(0, 0, 0) == 0);
    CHECK(layout.offset(1, 0, 0) == 1);
    CHECK(layout.offset(0, 0, 1) == 2);
    CHECK(layout.offset(0, 1, 0) == 6);  // a row of three columns of two channels
    CHECK(layout.offset(2, 0, 0) == 24); // the first block: four rows
    CHECK(layout.offset(4, 0, 1) == 49); // the last block holds one channel
    CHECK(layout.row_bytes(0) == 6);
    CHECK(layout.row_bytes(2) == 3);
}

TEST_CASE("every element has a place of its own, and both orders convert into each other") {
    for (const std::int64_t size : {1, 2, 3, 8}) {
        const TensorLayout layout({7, 3, 2}, 2, cut_channels(7, 1, size), 0);
        std::vector<std::uint8_t> canonical(84);
        std::iota(canonical.begin(), canonical.end(), std::uint8_t{0});
        const auto stored = to_layout(layout, canonical);
        CHECK(std::set<std::uint8_t>(stored.begin(), stored.end()).size() == 84);
        CHECK(from_layout(layout, stored) == canonical);
        // [repeat][channel][row][column]: image 1, channel 5, row 2, column 1.
        CHECK(stored[static_cast<std::size_t>(layout.offset(5, 1 * 3 + 2, 1))] == canonical[1 * 42 + 5 * 6 + 2 * 2 + 1]);
    }
}

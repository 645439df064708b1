#include "models/compression/compression_options.hpp"

#include "models/core/error.hpp"
#include "tests/support/message_of.hpp"

#include <catch2/catch.hpp>

#include <functional>

using namespace fracbit;
using namespace fracbit::models;
using namespace fracbit::tests;
using Catch::Contains;

TEST_CASE("compression options out of range are refused by name") {
    struct Case {
        std::function<void(CompressionOptions&)> spoil;
        std::string text;
    };
    const std::vector<Case> cases{
        {[](auto& o) { o.sparsity = -0.1; }, "sparsity is -0.1, allowed is 0 to 1"},
        {[](auto& o) { o.q = 9; }, "q is 9, allowed is 1 to 8"},
        {[](auto& o) { o.n_in = 0; }, "n_in is 0, allowed is 1 to 64"},
        {[](auto& o) { o.n_out = 19; }, "n_out is 19, allowed is 20 to 1024"},
        {[](auto& o) { o.taps = 21; }, "taps is 21, allowed is 0 to 20"},
        {[](auto& o) { o.registers = 3; },
         "n_in = 20 with 3 registers needs 80 columns of the XOR network, allowed are 64"},
        {[](auto& o) { o.registers = -1; }, "registers is -1, allowed is 0 to 63"},
        {[](auto& o) { o.order = StorageOrder::row_major; },
         "the order is row-major, sparse weights are stored k-major or"},
        {[](auto& o) { o.group_rows = 0; }, "group_rows is 0"},
        {[](auto& o) { o.patches = PatchFormat::none; }, "patches are 'none'"},
        {[](auto& o) { o.block_slices = -1; }, "block_slices is -1"},
        {[](auto& o) { o.max_rounds = -1; }, "max_rounds is -1"},
        {[](auto& o) { o.beam = -1; }, "beam is -1"},
        {[](auto& o) { o.part_weights = 0; }, "part_weights is 0"},
        {[](auto& o) { o.sample_weights = 0; }, "sample_weights is 0"},
        {[](auto& o) {
             o.mask = MaskFormat::low_rank;
             o.mask_budget = 0;
         },
         "the budget of a low-rank mask is 0 bits a weight"},
        {[](auto& o) {
             o.mask = MaskFormat::low_rank;
             o.mask_budget = 2.5;
         },
         "the budget of a low-rank mask is 2.5 bits a weight, allowed is more than 0, at most 2"},
        {[](auto& o) {
             o.order = StorageOrder::tiled;
             o.tile_columns = 0;
         },
         "tile_columns is 0"},
    };
    for (const auto& one : cases) {
        CompressionOptions options;
        CHECK_NOTHROW(validate(options));
        one.spoil(options);
        CHECK_THAT(message_of<ConfigError>([&] { validate(options); }), Contains(one.text));
    }
}

TEST_CASE("options that nothing reads may have any value") {
    CompressionOptions options;
    options.mask_budget = 0;  // of a bitmap
    options.tile_columns = 0; // k-major
    CHECK_NOTHROW(validate(options));
}

TEST_CASE("all problems of compression options are listed at once") {
    CompressionOptions options;
    options.q = 0;
    options.sparsity = 2;
    options.n_out = 2000;
    CHECK_THAT(message_of<ConfigError>([&] { validate(options); }),
               Contains("q is 0") && Contains("sparsity is 2") && Contains("n_out is 2000"));
}

// Layers that are worked off in parts, and work that ends in between.
#include "models/core/error.hpp"
#include "tests/models/compression/compression_case.hpp"
#include "tests/models/compression/random_weights.hpp"
#include "tests/support/message_of.hpp"

#include <catch2/catch.hpp>

#include <atomic>
#include <cmath>

using namespace fracbit;
using namespace fracbit::models;
using namespace fracbit::tests;

TEST_CASE("a layer that is worked off in parts gives the same bits as one that is not") {
    for (const bool counted : {true, false}) {
        Case one{linear(150, 40), normal_weights(3, 150 * 40), {}};
        one.options.group_rows = 8;
        one.options.n_out = 100;
        one.options.patches = counted ? PatchFormat::counted : PatchFormat::gaps;
        one.options.q = 2;
        const CompressedLayer whole = one.compress();
        for (const std::int64_t part : {1, 700, 3000}) {
            INFO("parts of " << part);
            one.options.part_weights = part;
            const CompressedLayer parts = one.compress();
            CHECK(same(parts.weights, whole.weights));
            CHECK(parts.report.kept_magnitude == whole.report.kept_magnitude);
            CHECK(parts.report.bits == whole.report.bits);
        }
    }
}

TEST_CASE("a grouped convolution is whole, however small its parts were to be") {
    Case one{linear(12, 4), normal_weights(11, 12 * 18), {}};
    one.layer.kind = LayerKind::conv;
    one.layer.groups = 2; // row groups of 4 and 2 rows in each
    one.layer.input = {4, 5, 5};
    one.layer.kernel_height = one.layer.kernel_width = 3;
    one.options.group_rows = 4;
    const CompressedLayer whole = one.compress();
    one.options.part_weights = 1;
    CHECK(same(one.compress().weights, whole.weights));
}

TEST_CASE("the gaps of a relative index have one width, which the first part that keeps a weight chooses") {
    // Rows 0 to 7 keep nothing, rows 8 to 15 a weight in 64 and the others every second one.
    Case one{linear(32, 256), std::vector<float>(32 * 256), {}};
    for (std::size_t w = 8 * 256; w < one.weights.size(); w += w < 16 * 256 ? 64 : 2) one.weights[w] = 1;
    one.options.keep_zeros = true;
    one.options.sparsity = 1 - (8.0 * 4 + 16 * 128) / (32 * 256);
    one.options.mask = MaskFormat::relative_index;
    one.options.group_rows = 8;
    one.options.n_out = 100;
    one.options.part_weights = 1;
    const CompressedLayer compressed = one.compress();
    check_codes(one, compressed);
    // The second part alone: columns of eight kept weights with 504 pruned ones in between.
    one.layer = linear(8, 256);
    one.weights = {one.weights.begin() + 8 * 256, one.weights.begin() + 16 * 256};
    CHECK(compressed.weights.mask.gap_bits == one.compress().weights.mask.gap_bits);
    CHECK(compressed.weights.mask.gap_bits > 1);
}

TEST_CASE("parts of a layer with a low-rank mask each keep their share and decode alike") {
    Case one{linear(192, 100), normal_weights(4, 192 * 100), {}};
    one.options.mask = MaskFormat::low_rank;
    struct Parts {
        std::int64_t group_rows;
        double mask_budget;
        std::int64_t part_weights;
    };
    // Tiles of 32 and of 16 rows, the latter two row groups; parts hold 64 rows and, but for the tiles, 24.
    for (const auto& [group_rows, mask_budget, part_weights] : {Parts{32, 0.2, 6400}, Parts{8, 0.14, 2400}}) {
        one.options.group_rows = group_rows;
        one.options.mask_budget = mask_budget;
        one.options.part_weights = part_weights;
        const CompressedLayer compressed = one.compress();
        check_codes(one, compressed);
        CHECK(std::abs(static_cast<double>(compressed.report.kept) / (192 * 100) - 0.1) < 0.005);
    }
}

TEST_CASE("what progress throws ends the work") {
    Case one{linear(10, 10), normal_weights(1, 100), {}};
    one.options.group_rows = 2;
    one.options.part_weights = 20; // five parts
    const auto stop = [](double) { throw Error("stopped"); };
    CHECK(message_of<Error>(
              [&] { compress_layer(one.layer, MemoryWeights(one.weights, 10, 10), one.options, stop); }) == "stopped");
    double last = 0;
    compress_layer(one.layer, MemoryWeights(one.weights, 10, 10), one.options, [&](double done) {
        CHECK(done >= last);
        last = done;
    });
    CHECK(last == Approx(1));
}

TEST_CASE("What takes long in a layer ends once it is cancelled") {
    Case large;
    large.layer = linear(64, 512);
    large.weights = normal_weights(31, large.layer.weights());
    large.options.sample_weights = 4096;
    const auto check_stops = [&large](const char* what) {
        CAPTURE(what);
        std::atomic<int> asked{0};
        large.options.cancelled = [&asked] { return ++asked < 0; };
        const std::int64_t patches = large.compress().report.patches;
        const int questions = asked;
        CHECK(questions > 5);
        for (const int last : {1, questions / 2, questions}) {
            asked = 0;
            large.options.cancelled = [&] { return ++asked >= last; };
            CHECK_THROWS_AS(large.compress(), Cancelled);
        }
        large.options.cancelled = {};
        CHECK(large.compress().report.patches == patches);
    };
    check_stops("trials of n_out");
    large.options.registers = 2;
    check_stops("trials with registers");
    large.options.n_out = 220;
    check_stops("registers");
    large.options = {};
    large.options.mask = MaskFormat::low_rank;
    check_stops("low-rank masks");
}

#include "models/compression/layer_compression.hpp"

#include "models/core/error.hpp"
#include "models/encoding/patch_codec.hpp"
#include "models/inference/model_weights.hpp"
#include "models/model/sparse_check.hpp"
#include "models/pruning/low_rank_pruning.hpp"
#include "models/pruning/magnitude_pruning.hpp"
#include "tests/models/compression/compression_case.hpp"
#include "tests/models/compression/random_weights.hpp"
#include "tests/support/message_of.hpp"

#include <catch2/catch.hpp>
#include <tbb/global_control.h>

#include <array>

using namespace fracbit;
using namespace fracbit::models;
using namespace fracbit::tests;
using Catch::Contains;

namespace {

std::int64_t between(Random& random, std::int64_t low, std::int64_t high) {
    return low + static_cast<std::int64_t>(random.below(static_cast<std::uint64_t>(high - low + 1)));
}

/// Any shape, S, n_in, n_out, q, mask format, block size, order, registers.
Case draw_case(std::uint64_t seed) {
    Random random(seed);
    Case drawn;
    drawn.layer = linear(between(random, 1, 40), between(random, 1, 40));
    if (random.below(3) == 0) {
        drawn.layer.kind = LayerKind::conv;
        drawn.layer.groups = between(random, 1, 3);
        drawn.layer.out_channels = drawn.layer.groups * between(random, 1, 9);
        drawn.layer.input = {drawn.layer.groups * between(random, 1, 4), 3, 3};
        drawn.layer.kernel_height = drawn.layer.kernel_width = between(random, 1, 3);
    }
    drawn.weights = normal_weights(seed, drawn.layer.weights());
    constexpr std::array sparsities{0.0, 0.3, 0.6, 0.9, 0.95, 1.0};
    CompressionOptions& options = drawn.options;
    options.sparsity = sparsities[random.below(sparsities.size())];
    options.mask = static_cast<MaskFormat>(random.below(3));
    options.mask_budget = 0.1 + random.uniform();
    options.q = static_cast<int>(between(random, 1, 3));
    options.order = random.below(2) == 0 ? StorageOrder::k_major : StorageOrder::tiled;
    options.group_rows = between(random, 1, 12);
    options.tile_columns = between(random, 1, 12);
    options.registers = random.below(4) == 0 ? static_cast<int>(between(random, 1, 2)) : 0;
    options.n_in = static_cast<int>(between(random, 1, options.registers > 0 ? 8 : 24));
    if (random.below(8) != 0) options.n_out = options.columns() + static_cast<int>(between(random, 0, 60));
    if (random.below(3) == 0) options.taps = static_cast<int>(between(random, 1, std::min(4, options.columns())));
    options.patches = random.below(3) == 0 ? PatchFormat::gaps : PatchFormat::counted;
    options.block_slices = static_cast<int>(between(random, 0, 9));
    options.seed = seed;
    return drawn;
}

void check_report(const Case& one, const CompressedLayer& compressed) {
    const CompressionReport& report = compressed.report;
    const SparseWeights& weights = compressed.weights;
    const BitVector kept = *kept_mask(one.layer, {weights, {}});
    CHECK(report.weights == one.layer.weights());
    CHECK(report.kept == kept.count_ones());
    CHECK(report.kept_magnitude == Approx(kept_magnitude(one.weights, kept)));
    REQUIRE(report.planes.size() == static_cast<std::size_t>(one.options.q));
    std::int64_t seeds = 0, counts = 0, locations = 0, patches = 0;
    for (std::size_t i = 0; i < weights.planes.size(); ++i) {
        const StoredPlane& plane = weights.planes[i];
        const PlaneReport& described = report.planes[i];
        const auto runs = static_cast<std::int64_t>(plane.patches.runs.size()) - 1;
        seeds += (described.slices + runs * one.options.registers) * one.options.n_in;
        counts += plane.patches.counts.size();
        locations += plane.patches.locations.size();
        patches += described.patches;
        CHECK(described.n_out == plane.network->n_out());
        if (plane.patches.format == PatchFormat::counted)
            CHECK(plane.patches.locations.size() == described.patches * location_bits(described.n_out));
    }
    CHECK(report.bits.seeds == seeds);
    CHECK(report.bits.counts == counts);
    CHECK(report.bits.locations == locations);
    CHECK(report.patches == patches);
    CHECK(report.bits.mask == weights.mask.bits.size());
    if (one.options.mask == MaskFormat::bitmap) CHECK(report.bits.mask == report.weights);
    CHECK(report.bits.scales == 32 * one.options.q * one.layer.out_channels);
    const bool counted = one.options.patches == PatchFormat::counted && one.options.registers == 0;
    const std::int64_t streams =
        one.options.q * (counted ? 2 : 1) + (one.options.mask == MaskFormat::relative_index ? 1 : 0);
    CHECK(report.bits.offsets == 32 * streams * (static_cast<std::int64_t>(weights.mask.runs.size()) - 1));
}

} // namespace

TEST_CASE("decoding gives back the mask and every kept code of 2000 random layers") {
    for (std::uint64_t seed = 1; seed <= 2000; ++seed) {
        INFO("seed " << seed);
        const Case one = draw_case(seed);
        const CompressedLayer compressed = one.compress();
        REQUIRE(sparse_problems(one.layer, compressed.weights).empty());
        check_codes(one, compressed);
        check_report(one, compressed);
    }
}

TEST_CASE("each plane has the matrix of its own seed and taps, and all planes have slices of the same length") {
    Case one{linear(64, 600), normal_weights(12, 64 * 600), {}};
    one.options.q = 3;
    one.options.seed = 40;
    one.options.taps = 5;
    for (const int n_out : {0, 130})
        for (const int registers : {0, 1}) {
            INFO("n_out " << n_out << ", " << registers << " registers");
            one.options.n_out = n_out;
            one.options.registers = registers;
            const auto planes = one.compress().weights.planes;
            const int chosen = planes[0].network->n_out();
            if (n_out != 0) CHECK(chosen == n_out);
            for (std::size_t i = 0; i < planes.size(); ++i)
                CHECK(*planes[i].network == XorNetwork(XorSpec{20 * (registers + 1), chosen, 5, 40 + i}));
        }
}

TEST_CASE("what a trial says of a layer no larger than the sample is what the plane takes") {
    Case one{linear(64, 600), normal_weights(13, 64 * 600), {}};
    for (const auto patches : {PatchFormat::counted, PatchFormat::gaps}) {
        one.options.patches = patches;
        const CompressionReport report = one.compress().report;
        const auto& bits = report.bits;
        double least = 1e9;
        for (const auto& trial : report.planes[0].trials) least = std::min(least, trial.bits_per_weight);
        const auto exact = static_cast<double>(bits.seeds + bits.counts + bits.locations + bits.offsets);
        CHECK(least * 64 * 600 == Approx(exact));
        // Of a smaller sample the patches are an estimate.
        one.options.sample_weights = 10'000;
        const auto sampled = one.compress().report.planes[0].trials.front().bits_per_weight;
        CHECK(sampled == Approx(report.planes[0].trials.front().bits_per_weight).epsilon(0.05));
        CHECK(sampled != report.planes[0].trials.front().bits_per_weight);
        one.options.sample_weights = CompressionOptions{}.sample_weights;
    }
}

TEST_CASE("with a low-rank mask n_out is the slice that pruning has evened out, and its seed draws the mask") {
    Case one{linear(64, 300), normal_weights(14, 64 * 300), {}};
    one.options.mask = MaskFormat::low_rank;
    const CompressedLayer compressed = one.compress();
    CHECK(compressed.report.planes[0].n_out == 190); // 0.95 * 20 / 0.1
    CHECK(compressed.report.planes[0].trials.empty());
    one.options.seed = 2;
    CHECK_FALSE(one.compress().weights.mask == compressed.weights.mask);
}

TEST_CASE(
    "a low-rank mask is even in slices of the given n_out, or of what a network with registers has seed bits for") {
    Case one{linear(64, 300), normal_weights(14, 64 * 300), {}};
    one.options.mask = MaskFormat::low_rank;
    const StorageMap map(one.layer, StorageOrder::k_major, 32, 64);
    struct Slices {
        int n_out, registers;
        std::int64_t length;
    };
    for (const auto& [n_out, registers, length] : {Slices{100, 0, 100}, Slices{60, 1, 380}}) { // 380 = 0.95 * 40 / 0.1
        one.options.n_out = n_out;
        one.options.registers = registers;
        const LowRankOptions pruning{.slice = length}; // tiles of 32 x 10 are those of 0.14 bits a weight
        CHECK(*kept_mask(one.layer, {one.compress().weights, {}}) ==
              multiply(one.layer, map, prune_low_rank(one.layer, map, one.weights, pruning)));
    }
}

TEST_CASE("patches are counted slice by slice, as worked out by hand") {
    SparseWeights weights;
    weights.order = StorageOrder::k_major;
    weights.group_rows = 1;
    StoredPlane plane;
    plane.network = std::make_shared<const XorNetwork>(1, std::vector<std::uint64_t>(4, 1));
    // Slices of 4: {0, 1}, {4}, {} and a last one of 1 element.
    plane.patches = write_patches(PatchFormat::gaps, std::vector<std::vector<std::int64_t>>{{0, 1, 4}},
                                  std::array{std::int64_t{13}}, 4, 5);
    const auto histogram = patch_histogram(linear(1, 13), weights, plane);
    CHECK(histogram == std::vector<std::int64_t>{2, 1, 1});
    CHECK(count_patches(histogram) == 3);
}

TEST_CASE("blocks of counts are as long as they are asked to be") {
    Case one{linear(32, 300), normal_weights(15, 32 * 300), {}};
    one.options.n_out = 190;
    one.options.block_slices = 3;
    CHECK(one.compress().weights.planes[0].patches.block_slices == 3);
}

TEST_CASE("sizes of layers add up part by part") {
    StoredSize sum{1, 2, 3, 4, 5, 6};
    sum += {10, 20, 30, 40, 50, 60};
    CHECK(sum == StoredSize{11, 22, 33, 44, 55, 66});
    CHECK(sum.total() == 231);
}

TEST_CASE("a layer of zeros keeps all of its magnitude") {
    const Case one{linear(8, 40), std::vector<float>(8 * 40), {}};
    CHECK(one.compress().report.kept_magnitude == 1);
}

TEST_CASE("the number of threads changes no bit") {
    Case one{linear(200, 300), normal_weights(5, 200 * 300), {}};
    one.options.q = 2;
    for (const MaskFormat mask : {MaskFormat::relative_index, MaskFormat::low_rank}) {
        one.options.mask = mask;
        const CompressedLayer many = one.compress();
        for (const std::size_t threads : {1, 3}) {
            const tbb::global_control limit(tbb::global_control::max_allowed_parallelism, threads);
            CHECK(same(one.compress().weights, many.weights));
        }
    }
}

TEST_CASE("n_out chosen by trial is no worse than its neighbours") {
    Case one{linear(64, 4096), normal_weights(6, 64 * 4096), {}};
    one.options.sparsity = 0.91;
    const CompressedLayer chosen = one.compress();
    CHECK(chosen.report.planes[0].trials.size() > 3);
    const int n_out = chosen.report.planes[0].n_out;
    for (const int other : {n_out - 30, n_out + 30}) {
        one.options.n_out = other;
        CHECK(one.compress().report.bits.total() >= chosen.report.bits.total());
    }
}

TEST_CASE("with registers n_out is chosen by trial too and takes fewer bits than without") {
    Case one{linear(64, 2048), normal_weights(7, 64 * 2048), {}};
    one.options.sparsity = 0.91;
    one.options.n_in = 8;
    const std::int64_t without = one.compress().report.bits.total();
    one.options.registers = 7;
    const CompressedLayer with = one.compress();
    CHECK(with.report.planes[0].trials.size() > 3);
    CHECK(with.report.planes[0].trials.front().n_out == 87); // 8 bits, and 1.02 of them for each of 0.09 kept weights
    CHECK(with.report.bits.total() < without);
    one.options.beam = 1;
    CHECK(with.report.bits.total() < one.compress().report.bits.total());
    CHECK(with.weights.planes[0].patches.format == PatchFormat::gaps);
    check_codes(one, with);
}

TEST_CASE("uniform masks at 91 % take at most 0.138 bits a weight for seeds counts and places") {
    Case one{linear(512, 2048), normal_weights(8, 512 * 2048), {}};
    one.options.sparsity = 0.91;
    const CompressedLayer compressed = one.compress();
    const StoredSize& bits = compressed.report.bits;
    CHECK(static_cast<double>(bits.seeds + bits.counts + bits.locations) / (512 * 2048) < 0.138);
}

TEST_CASE("compression refuses what it cannot encode") {
    const Case one{linear(10, 10), normal_weights(1, 100), {}};
    const auto refused = [&](const Layer& layer, std::int64_t rows, std::int64_t columns, const std::string& text) {
        const auto weights = normal_weights(1, rows * columns);
        CHECK_THAT(
            message_of<ConfigError>([&] { compress_layer(layer, MemoryWeights(weights, rows, columns), one.options); }),
            Contains(text));
    };
    refused(one.layer, 20, 5, "layer 'fc': found 20 x 5 weights, expected 10 x 10");
    refused(one.layer, 10, 5, "layer 'fc': found 10 x 5 weights, expected 10 x 10");
    refused(one.layer, 5, 10, "layer 'fc': found 5 x 10 weights, expected 10 x 10");
    Layer pool = one.layer;
    pool.kind = LayerKind::max_pool;
    refused(pool, 10, 10, "layer 'fc': a max_pool layer has no weights to encode");
    Case bad = one;
    bad.options.n_in = 65;
    CHECK_THAT(message_of<ConfigError>([&] { static_cast<void>(bad.compress()); }), Contains("n_in is 65"));
}

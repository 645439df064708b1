#include "models/pruning/low_rank_pruning.hpp"

#include "models/core/error.hpp"
#include "models/masks/mask_decoder.hpp"
#include "models/masks/mask_encoder.hpp"
#include "models/pruning/magnitude_pruning.hpp"
#include "tests/models/pruning/random_weights.hpp"
#include "tests/support/message_of.hpp"

#include <atomic>
#include <catch2/catch.hpp>
#include <cmath>
#include <limits>
#include <tbb/global_control.h>

using namespace fracbit;
using namespace fracbit::models;
using namespace fracbit::tests;

namespace {

struct Pruned {
    double density = 0, kept = 0, mask_bits = 0, slice_variance = 0;
};

Pruned prune(const Layer& layer, const StorageMap& map, const std::vector<float>& weights,
             const LowRankOptions& options) {
    const LowRankFactors factors = prune_low_rank(layer, map, weights, options);
    const BitVector mask = multiply(layer, map, factors);
    REQUIRE(decode_mask(layer, map, encode_low_rank(layer, map, factors)) == mask);
    const auto n = static_cast<double>(layer.weights());
    Pruned result{static_cast<double>(mask.count_ones()) / n, kept_magnitude(weights, mask),
                  static_cast<double>(mask_bits(encode_low_rank(layer, map, factors))) / n, 0};
    double sum = 0;
    double squares = 0;
    double slices = 0;
    for (const auto& group : map.row_groups()) {
        std::vector<double> counts(static_cast<std::size_t>(map.elements(group) / options.slice + 1));
        for (std::int64_t c = group.first_row; c < group.first_row + group.rows; ++c)
            for (std::int64_t k = 0; k < map.reduction(); ++k)
                if (mask.get(c * map.reduction() + k))
                    ++counts[static_cast<std::size_t>(map.place(group, c, k) / options.slice)];
        counts.pop_back(); // shorter
        for (const double count : counts) {
            sum += count;
            squares += count * count;
            ++slices;
        }
    }
    result.slice_variance = squares / slices - sum * sum / slices / slices;
    return result;
}

} // namespace

TEST_CASE("at 9 % density and 0.13 bits a weight, tiles of rank 1 keep far more than a random mask") {
    Random random(77);
    const Layer layer = linear_layer(128, 1024);
    const auto weights = draw_weights(random, layer.weights());
    LowRankOptions options;
    options.sparsity = 0.91;
    for (const auto order : {StorageOrder::k_major, StorageOrder::tiled}) {
        const Pruned pruned = prune(layer, StorageMap(layer, order, 32, 64), weights, options);
        CHECK(std::abs(pruned.density - 0.09) <= 0.001);
        CHECK(pruned.kept >= 0.153);
        CHECK(pruned.mask_bits <= 0.1325);
        CHECK(pruned.slice_variance < 188 * 0.09 * 0.91 * 2); // of a random mask, times two
    }
}

TEST_CASE("balance evens out what slices keep, at a small loss of magnitude") {
    Random random(78);
    const Layer layer = linear_layer(64, 2048);
    const auto weights = draw_weights(random, layer.weights());
    const StorageMap map(layer, StorageOrder::tiled, 32, 64);
    LowRankOptions options;
    options.sparsity = 0.91;
    options.balance = 0;
    const Pruned free = prune(layer, map, weights, options);
    options.balance = 0.25;
    const Pruned balanced = prune(layer, map, weights, options);
    CHECK(balanced.slice_variance < free.slice_variance / 2);
    CHECK(balanced.kept > free.kept - 0.006);
}

TEST_CASE("low rank keeps more of a layer whose rows and columns differ in scale") {
    Random random(79);
    const Layer layer = linear_layer(128, 512);
    auto weights = draw_weights(random, layer.weights());
    const StorageMap map(layer, StorageOrder::tiled, 32, 64);
    LowRankOptions options;
    options.sparsity = 0.91;
    const double even = prune(layer, map, weights, options).kept;
    for (std::int64_t row = 0; row < 128; ++row) {
        const auto scale = static_cast<float>(std::exp(0.5 * random.normal()));
        for (std::int64_t k = 0; k < 512; ++k) weights[static_cast<std::size_t>(row * 512 + k)] *= scale;
    }
    CHECK(prune(layer, map, weights, options).kept > even + 0.02);
}

TEST_CASE("the density is met for any shape, sparsity and rank that can meet it") {
    constexpr std::uint64_t seed = 51;
    Random random(seed);
    for (int i = 0; i < 60; ++i) {
        const bool grouped = random.below(3) == 0;
        const auto rows = 8 + static_cast<std::int64_t>(random.below(60));
        const auto columns = 60 + static_cast<std::int64_t>(random.below(200));
        Layer layer = linear_layer(rows, columns);
        if (grouped) {
            layer.kind = LayerKind::conv;
            layer.groups = 2;
            layer.input.channels *= 2;
            layer.out_channels *= 2;
        }
        LowRankOptions options;
        options.sparsity = 0.05 * static_cast<double>(1 + random.below(19));
        options.rank = 1 + static_cast<int>(random.below(3));
        const auto group_rows = 4 + static_cast<std::int64_t>(random.below(13));
        options.tile_rows = group_rows * (1 + static_cast<std::int64_t>(random.below(2)));
        options.tile_columns = 6 + static_cast<std::int64_t>(random.below(20));
        options.slice = 50 + static_cast<std::int64_t>(random.below(150));
        options.seed = random.next();
        const auto order = random.below(2) == 0 ? StorageOrder::k_major : StorageOrder::tiled;
        const auto weights = draw_weights(random, layer.weights(), random.below(4) == 0);
        INFO("seed " << seed << ", case " << i << ": " << layer.out_channels << " x " << layer.reduction()
                     << ", sparsity " << options.sparsity << ", rank " << options.rank << ", tiles "
                     << options.tile_rows << " x " << options.tile_columns << ", slice " << options.slice);
        const Pruned pruned = prune(layer, StorageMap(layer, order, group_rows, 16), weights, options);
        // Rows of tiles come whole.
        const double nearest =
            std::max(0.001, static_cast<double>(options.tile_columns) / static_cast<double>(layer.weights()));
        CHECK(std::abs(pruned.density - (1 - options.sparsity)) <= nearest);
        CHECK(pruned.kept > pruned.density);
    }
}

TEST_CASE("sparsity 0 keeps all and 1 keeps none") {
    const Layer layer = linear_layer(5, 7);
    const StorageMap map(layer, StorageOrder::k_major, 2, 1);
    const std::vector<float> weights(35); // all zero
    LowRankOptions options;
    options.tile_rows = 4;
    options.tile_columns = 3;
    for (const int rank : {1, 3}) {
        options.rank = rank;
        options.sparsity = 0;
        CHECK(multiply(layer, map, prune_low_rank(layer, map, weights, options)).count_ones() == 35);
        options.sparsity = 1;
        CHECK(multiply(layer, map, prune_low_rank(layer, map, weights, options)).count_ones() == 0);
    }
}

TEST_CASE("layers without magnitude are pruned without an end in numbers") {
    const Layer layer = linear_layer(16, 40);
    const StorageMap map(layer, StorageOrder::k_major, 8, 1);
    LowRankOptions options;
    options.tile_rows = 8;
    const std::vector<float> zeros(640);
    CHECK(std::abs(multiply(layer, map, prune_low_rank(layer, map, zeros, options)).count_ones() - 64) <= 4);
    const std::vector<float> equal(640, 0.25F);
    CHECK(multiply(layer, map, prune_low_rank(layer, map, equal, options)).count_ones() == 64);
}

TEST_CASE("the unit of the weights does not matter") {
    Random random(81);
    const Layer layer = linear_layer(64, 100);
    auto weights = draw_weights(random, layer.weights());
    const StorageMap map(layer, StorageOrder::k_major, 32, 1);
    const LowRankFactors factors = prune_low_rank(layer, map, weights, {});
    for (auto& w : weights) w *= 0x1p-20F; // exact
    CHECK(prune_low_rank(layer, map, weights, {}) == factors);
}

TEST_CASE("the same options give the same factors for any number of threads, and other seeds give others") {
    Random random(80);
    const Layer layer = linear_layer(160, 300);
    const auto weights = draw_weights(random, layer.weights());
    const StorageMap map(layer, StorageOrder::k_major, 16, 1);
    LowRankOptions options;
    options.tile_rows = 16;
    options.rank = 2;
    const auto prune_with = [&](std::size_t threads) {
        const tbb::global_control limit(tbb::global_control::max_allowed_parallelism, threads);
        return prune_low_rank(layer, map, weights, options);
    };
    const LowRankFactors alone = prune_with(1);
    CHECK(prune_with(2) == alone);
    CHECK(prune_with(4) == alone);
    options.seed = 2;
    CHECK_FALSE(prune_with(2) == alone);
}

TEST_CASE("balanced slices keep 95 % of n_in and stay what a network can decode") {
    CHECK(balanced_slice(20, 0.91) == 211);
    CHECK(balanced_slice(60, 0.91) == 633);
    CHECK(balanced_slice(20, 0.5) == 38);
    CHECK(balanced_slice(20, 0.95) == 380); // 19 / 0.05, and 1 - 0.95 is a little above 0.05
    CHECK(balanced_slice(20, 0) == 20);
    CHECK(balanced_slice(64, 0.99) == 1024);
    CHECK(balanced_slice(20, 1) == 1024);
}

TEST_CASE("what low-rank pruning cannot work with is refused") {
    const Layer layer = linear_layer(4, 6);
    const StorageMap map(layer, StorageOrder::k_major, 2, 1);
    const std::vector<float> weights(24, 1.0F);
    const auto refusal = [&](const std::vector<float>& w, auto change) {
        LowRankOptions options;
        options.tile_rows = 2;
        change(options);
        return message_of<ConfigError>([&] { prune_low_rank(layer, map, w, options); });
    };
    const auto as_is = [](LowRankOptions&) {};
    CHECK(refusal(std::vector<float>(23), as_is) == "layer 'fc': 23 weights to prune; it has 24");
    auto bad = weights;
    bad[7] = std::nanf("");
    CHECK(refusal(bad, as_is) == "weight 7 is nan; pruning needs finite weights");
    CHECK(refusal(weights, [](LowRankOptions& o) { o.sparsity = 2; }) ==
          "sparsity is 2; allowed: 0 (keep all) to 1 (keep none)");
    CHECK(refusal(weights, [](LowRankOptions& o) { o.rank = 7; }) ==
          "layer 'fc': pruning to rank 7; allowed: 1 to 6 (smaller tiles of lower rank keep more)");
    CHECK(refusal(weights, [](LowRankOptions& o) { o.rank = 0; }) ==
          "layer 'fc': pruning to rank 0; allowed: 1 to 6 (smaller tiles of lower rank keep more)");
    CHECK(refusal(weights, [](LowRankOptions& o) { o.balance = std::numeric_limits<double>::infinity(); }) ==
          "layer 'fc': a balance of inf; it needs a number of 0 (none) or more");
    CHECK(refusal(weights, [](LowRankOptions& o) { o.slice = 0; }) ==
          "layer 'fc': slices of 0 weights to balance; they need at least 1");
    CHECK(refusal(weights, [](LowRankOptions& o) { o.balance = -1; }) ==
          "layer 'fc': a balance of -1; it needs a number of 0 (none) or more");
    CHECK(refusal(weights, [](LowRankOptions& o) { o.tile_rows = 3; }) ==
          "layer 'fc': mask tiles of 3 rows end inside a row group of 2 rows; tiles need whole row groups");
    CHECK(refusal(weights, [](LowRankOptions& o) { o.tile_columns = 0; }) ==
          "layer 'fc': mask tiles of 0 columns; tiles need at least 1 column");
}

TEST_CASE("low-rank pruning stops between tiles and bands once it is cancelled") {
    Random random(78);
    const Layer layer = linear_layer(128, 256);
    const auto weights = draw_weights(random, layer.weights());
    const StorageMap map(layer, StorageOrder::k_major, 32, 64);
    std::atomic<int> asked{0};
    LowRankOptions options;
    options.cancelled = [&asked] { return ++asked < 0; };
    const LowRankFactors whole = prune_low_rank(layer, map, weights, options);
    const int questions = asked;
    CHECK(questions > 100); // 4 bands x 26 tiles, and the search for the price
    for (const int last : {1, 100, questions}) {
        asked = 0;
        options.cancelled = [&] { return ++asked >= last; };
        CHECK_THROWS_AS(prune_low_rank(layer, map, weights, options), Cancelled);
        CHECK(asked < last + 16); // other threads may have asked in between
    }
    options.cancelled = {};
    CHECK(prune_low_rank(layer, map, weights, options) == whole);
}

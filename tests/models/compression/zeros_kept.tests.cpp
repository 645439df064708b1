#include "models/compression/layer_compression.hpp"
#include "models/core/error.hpp"
#include "models/core/random.hpp"
#include "models/inference/model_weights.hpp"
#include "models/inference/storage_order.hpp"
#include "models/pruning/low_rank_pruning.hpp"
#include "models/pruning/low_rank_shape.hpp"
#include "models/pruning/magnitude_pruning.hpp"
#include "models/pruning/zero_pattern.hpp"
#include "tests/models/compression/random_weights.hpp"
#include "tests/support/message_of.hpp"

#include <catch2/catch.hpp>

#include <algorithm>

using namespace fracbit;
using namespace fracbit::models;
using namespace fracbit::tests;

namespace {

Layer some_layer() {
    Layer layer;
    layer.name = "some";
    layer.kind = LayerKind::linear;
    layer.input = {90, 1, 1};
    layer.out_channels = 70;
    return layer;
}

/// Binary codes of q planes with other scales for each row, then zeros where `kept` has none: as training leaves them.
std::vector<float> trained_weights(const Layer& layer, const BitVector& kept, int q, std::uint64_t seed) {
    Random random(seed);
    std::vector<float> weights(static_cast<std::size_t>(layer.weights()));
    for (std::int64_t row = 0; row < layer.out_channels; ++row) {
        std::vector<float> scales;
        for (int i = 0; i < q; ++i)
            scales.push_back(static_cast<float>((0.5 + random.uniform()) * (i == 0 ? 1.0 : 0.3)));
        for (std::int64_t w = row * 90; w < (row + 1) * 90; ++w)
            for (const float scale : scales)
                weights[static_cast<std::size_t>(w)] += kept.get(w) ? (random.below(2) == 1 ? scale : -scale) : 0.0F;
    }
    return weights;
}

BitVector low_rank_mask(const Layer& layer, double budget) {
    const StorageMap map(layer, StorageOrder::k_major, 32, 64);
    const LowRankShape shape = low_rank_shape(budget, 32);
    LowRankOptions options;
    options.rank = shape.rank;
    options.tile_rows = shape.tile_rows;
    options.tile_columns = shape.tile_columns;
    const auto weights = normal_weights(5, static_cast<std::size_t>(layer.weights()));
    return multiply(layer, map, prune_low_rank(layer, map, weights, options));
}

CompressionOptions keeping_zeros(MaskFormat mask, int q) {
    CompressionOptions options;
    options.keep_zeros = true;
    options.mask = mask;
    options.q = q;
    return options;
}

} // namespace

TEST_CASE("weights that training has pruned and quantized come out of the encoder as they are") {
    const Layer layer = some_layer();
    const auto numbers = normal_weights(3, static_cast<std::size_t>(layer.weights()));
    for (const MaskFormat mask : {MaskFormat::bitmap, MaskFormat::relative_index, MaskFormat::low_rank})
        for (const int q : {1, 2}) {
            CAPTURE(to_string(mask), q);
            const BitVector kept =
                mask == MaskFormat::low_rank ? low_rank_mask(layer, 0.14) : prune_magnitude(numbers, 0.83);
            auto weights = trained_weights(layer, kept, q, 7);
            for (std::size_t i = 0; i < weights.size(); i += 2)
                if (weights[i] == 0) weights[i] = -0.0F; // is 0 too
            CHECK(std::count(weights.begin(), weights.end(), 0.0F) == kept.size() - kept.count_ones());
            const CompressedLayer compressed = compress_layer(
                layer, MemoryWeights(weights, layer.out_channels, layer.reduction()), keeping_zeros(mask, q));
            CHECK(compressed.report.kept == kept.count_ones());
            CHECK(*kept_mask(layer, {compressed.weights, {}}) == kept);
            const auto found = real_weights(layer, {compressed.weights, {}});
            for (std::size_t i = 0; i < weights.size(); ++i)
                REQUIRE(found[i] == Approx(weights[i]).epsilon(1e-5).margin(0));
        }
}

TEST_CASE("zeros that are no low-rank mask of the given tiles are refused, with the layer and a weight") {
    const Layer layer = some_layer();
    auto weights = trained_weights(layer, low_rank_mask(layer, 0.14), 1, 7);
    CompressionOptions options = keeping_zeros(MaskFormat::low_rank, 1);
    options.mask_budget = 0.05;
    const auto refusal = [&] {
        return message_of<ConfigError>(
            [&] { compress_layer(layer, MemoryWeights(weights, layer.out_channels, layer.reduction()), options); });
    };
    CHECK_THAT(refusal(), Catch::StartsWith("layer 'some': its zeros are no low-rank mask of ") &&
                              Catch::Contains("use the mask budget and row groups that it was pruned with"));
    options.mask_budget = 0.14;
    CHECK(refusal() == "(nothing was thrown)");
    std::fill(weights.begin(), weights.end(), 1.0F);
    weights[91] = 0;
    CHECK_THAT(refusal(), Catch::Contains("weight 91 is 0"));
}

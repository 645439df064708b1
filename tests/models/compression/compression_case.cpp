#include "tests/models/compression/compression_case.hpp"

#include "models/binary_codes/channel_codes.hpp"
#include "models/inference/model_weights.hpp"
#include "models/model/sparse_check.hpp"
#include "models/pruning/magnitude_pruning.hpp"

#include <catch2/catch.hpp>

namespace fracbit::tests {

using namespace fracbit::models;

Layer linear(std::int64_t rows, std::int64_t columns) {
    Layer layer;
    layer.name = "fc";
    layer.kind = LayerKind::linear;
    layer.input = {columns, 1, 1};
    layer.out_channels = rows;
    return layer;
}

CompressedLayer Case::compress() const {
    return compress_layer(layer, MemoryWeights(weights, layer.out_channels, layer.reduction()), options);
}

void check_codes(const Case& one, const CompressedLayer& compressed) {
    const ModelLayer stored{compressed.weights, {}};
    const BitVector kept = *kept_mask(one.layer, stored);
    if (one.options.mask != MaskFormat::low_rank) REQUIRE(kept == prune_magnitude(one.weights, one.options.sparsity));
    const BinaryWeights expected =
        quantize_channels(one.weights, kept, one.layer.out_channels, {one.options.q, one.options.max_rounds});
    REQUIRE(compressed.weights.alpha == expected.alpha);
    const auto planes = decoded_planes(one.layer, stored);
    REQUIRE(planes.size() == expected.planes.size());
    bool equal = true;
    for (std::size_t i = 0; i < planes.size(); ++i)
        for (std::int64_t w = 0; w < kept.size(); ++w)
            equal = equal && (!kept.get(w) || planes[i].get(w) == expected.planes[i].get(w));
    REQUIRE(equal);
    REQUIRE(real_weights(one.layer, stored) == pruned_weights(expected.planes, expected.alpha, kept));
}

bool same(const SparseWeights& a, const SparseWeights& b) {
    bool equal = a.mask == b.mask && a.alpha == b.alpha && a.planes.size() == b.planes.size();
    for (std::size_t i = 0; equal && i < a.planes.size(); ++i)
        equal = *a.planes[i].network == *b.planes[i].network && a.planes[i].bits == b.planes[i].bits &&
                a.planes[i].patches == b.planes[i].patches;
    return equal;
}

} // namespace fracbit::tests

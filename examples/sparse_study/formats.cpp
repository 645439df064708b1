#include "examples/sparse_study/formats.hpp"

#include "models/csr/csr_codec.hpp"
#include "models/encoding/rate_search.hpp"
#include "models/inference/storage_order.hpp"
#include "models/inference/weight_codes.hpp"
#include "models/masks/mask_encoder.hpp"
#include "models/masks/stored_order.hpp"
#include "models/pruning/low_rank_pruning.hpp"
#include "models/pruning/magnitude_pruning.hpp"
#include "models/sequential/sequential_encoder.hpp"

#include <algorithm>

namespace fracbit::study {

using namespace models;

namespace {

constexpr int n_in = 20;
constexpr std::int64_t mask_columns = 24; // tiles of 32 x 24 and rank 1: 0.073 bits a weight

BitVector signs_of(std::span<const float> weights) {
    BitVector signs(static_cast<std::int64_t>(weights.size()));
    for (std::size_t i = 0; i < weights.size(); ++i)
        if (weights[i] >= 0) signs.set(static_cast<std::int64_t>(i), true);
    return signs;
}

/// Bits in C order to the order of the runs.
BitVector stored_order(const Layer& layer, const StorageMap& map, const BitVector& bits) {
    BitVector stored(bits.size());
    std::int64_t at = 0;
    for (const BitVector& group : cut_into_row_groups(layer, map, bits)) {
        stored.copy(at, group, 0, group.size());
        at += group.size();
    }
    return stored;
}

LowRankFactors prune_to_product(const Layer& layer, const StorageMap& map, std::span<const float> weights, double sparsity, const Cut& cut) {
    LowRankOptions options;
    options.sparsity = sparsity;
    options.tile_rows = cut.rows;
    options.tile_columns = mask_columns;
    options.slice = balanced_slice(n_in, sparsity);
    return prune_low_rank(layer, map, weights, options);
}

StoredPlane encode(const BitVector& codes, const BitVector& kept, std::span<const std::int64_t> lengths, Format format, double sparsity) {
    if (format != Format::sequential_low_rank) {
        RateQuery query;
        query.n_in = n_in;
        if (format == Format::xor_low_rank) query.hint = static_cast<int>(balanced_slice(n_in, sparsity));
        return encode_at_best_rate(codes, kept, lengths, query).plane;
    }
    const SequentialOptions options = recommended_sequential(sparsity);
    return encode_sequential(codes, kept, lengths, std::make_shared<const XorNetwork>(network_spec(options)), options);
}

void store_encoded(const Layer& layer, std::span<const float> weights, Format format, double sparsity, const Cut& cut, StoredLayer& stored) {
    QuantizedLayer& quantized = stored.weights;
    quantized.format = WeightFormat::sparse;
    quantized.order = StorageOrder::k_major;
    const StorageMap map(layer, quantized);
    BitVector mask;
    if (format == Format::xor_bitmap) {
        mask = prune_magnitude(weights, sparsity);
        quantized.mask = encode_bitmap(layer, map, mask);
    } else {
        const LowRankFactors factors = prune_to_product(layer, map, weights, sparsity, cut);
        mask = multiply(layer, map, factors);
        quantized.mask = encode_low_rank(layer, map, factors);
    }
    std::vector<std::int64_t> lengths;
    for (const RowGroup& group : map.row_groups()) lengths.push_back(map.elements(group));
    quantized.planes.push_back(
        encode(stored_order(layer, map, signs_of(weights)), stored_order(layer, map, mask), lengths, format, sparsity));
    stored.density = static_cast<double>(mask.count_ones()) / static_cast<double>(mask.size());
    stored.kept_magnitude = kept_magnitude(weights, mask);
}

} // namespace

std::string name_of(Format format) {
    static constexpr const char* names[] = {"dense 1-bit",  "CSR, waits per row group", "CSR, waits per tile",
                                            "XOR, bitmap mask", "XOR, low-rank mask",   "sequential XOR, low-rank mask"};
    return names[static_cast<int>(format)];
}

StoredLayer store(const Layer& layer, std::span<const float> weights, Format format, double sparsity, const Cut& cut) {
    StoredLayer stored;
    QuantizedLayer& quantized = stored.weights;
    quantized.group_rows = cut.rows;
    quantized.tile_columns = cut.columns;
    if (format == Format::dense) {
        quantized.format = WeightFormat::binary;
        quantized.order = StorageOrder::k_major;
        quantized.planes.push_back({nullptr, store_codes(layer, signs_of(weights), StorageMap(layer, quantized))});
    } else if (format == Format::csr_rows || format == Format::csr_tiles) {
        quantized.format = WeightFormat::csr;
        quantized.order = format == Format::csr_rows ? StorageOrder::row_major : StorageOrder::tiled;
        quantized.planes.resize(1);
        const BitVector mask = prune_magnitude(weights, sparsity);
        quantized.csr = encode_csr(layer, quantized.order, cut.rows, cut.columns, signs_of(weights), mask, cut.decoders);
        stored.density = static_cast<double>(mask.count_ones()) / static_cast<double>(mask.size());
        stored.kept_magnitude = kept_magnitude(weights, mask);
    } else {
        store_encoded(layer, weights, format, sparsity, cut, stored);
    }
    return stored;
}

} // namespace fracbit::study

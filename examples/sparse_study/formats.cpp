#include "examples/sparse_study/formats.hpp"

#include "models/compression/layer_compression.hpp"
#include "models/csr/csr_codec.hpp"
#include "models/inference/storage_order.hpp"
#include "models/inference/weight_codes.hpp"
#include "models/pruning/magnitude_pruning.hpp"
#include "models/sequential/sequential_options.hpp"

namespace fracbit::study {

using namespace models;

namespace {

constexpr double mask_budget = 0.073; // bits a weight: tiles of 32 x 24 and rank 1

BitVector signs_of(std::span<const float> weights) {
    BitVector signs(static_cast<std::int64_t>(weights.size()));
    for (std::size_t i = 0; i < weights.size(); ++i)
        if (weights[i] >= 0) signs.set(static_cast<std::int64_t>(i), true);
    return signs;
}

CompressionOptions options_of(Format format, double sparsity, const Cut& cut) {
    CompressionOptions options;
    options.sparsity = sparsity;
    options.mask = format == Format::xor_bitmap ? MaskFormat::bitmap : MaskFormat::low_rank;
    options.mask_budget = mask_budget;
    options.group_rows = cut.rows;
    if (format != Format::sequential_low_rank) return options;
    const SequentialOptions code = recommended_sequential(sparsity);
    options.n_in = code.n_in;
    options.registers = code.registers;
    options.n_out = code.n_out;
    return options;
}

void store_encoded(const Layer& layer, std::span<const float> weights, const CompressionOptions& options, StoredLayer& stored) {
    CompressedLayer compressed = compress_layer(layer, MemoryWeights(weights, layer.out_channels, layer.reduction()), options);
    QuantizedLayer& quantized = stored.weights;
    quantized.format = WeightFormat::sparse;
    quantized.order = compressed.weights.order;
    quantized.planes = std::move(compressed.weights.planes);
    quantized.mask = std::move(compressed.weights.mask);
    stored.density = static_cast<double>(compressed.report.kept) / static_cast<double>(compressed.report.weights);
    stored.kept_magnitude = compressed.report.kept_magnitude;
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
        store_encoded(layer, weights, options_of(format, sparsity, cut), stored);
    }
    return stored;
}

} // namespace fracbit::study

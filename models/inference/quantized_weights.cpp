#include "models/inference/quantized_weights.hpp"

#include "models/core/error.hpp"
#include "models/csr/csr_codec.hpp"
#include "models/inference/model_weights.hpp"
#include "models/inference/shift_codes.hpp"
#include "models/inference/stored_layer.hpp"
#include "models/inference/weight_codes.hpp"

#include <algorithm>
#include <cmath>
#include <cstdlib>
#include <fmt/format.h>

namespace fracbit::models {
namespace {

using Planes = std::vector<std::vector<RealPlane>>;

WeightFormat natural_format(const ModelLayer& weights) {
    if (std::holds_alternative<EncryptedWeights>(weights.weights)) return WeightFormat::flexor;
    if (std::holds_alternative<SparseWeights>(weights.weights)) return WeightFormat::sparse;
    if (std::holds_alternative<BinaryWeights>(weights.weights)) return WeightFormat::binary;
    if (const auto* shift = std::get_if<ShiftWeights>(&weights.weights))
        return shift->network == nullptr ? WeightFormat::shift : WeightFormat::shift_xor;
    return WeightFormat::dense8;
}

/// The pruned formats are for layers that are pruned, the shift formats for those of powers of two; the others of the
/// model stay what they are.
WeightFormat chosen_format(WeightFormat natural, const std::optional<WeightFormat>& asked) {
    if (!asked || (is_pruned(*asked) && natural != WeightFormat::sparse)) return natural;
    if (is_shift(*asked) && !is_shift(natural)) return natural;
    return *asked;
}

/// Formats only lose structure: encrypted, then binary, then dense; sparse, then csr, then dense; encrypted shift, then
/// shift, then dense.
void check_format(const Layer& layer, WeightFormat natural, WeightFormat wanted, StorageOrder order) {
    if (is_xor_encrypted(wanted) && natural != wanted)
        throw ConfigError(fmt::format("layer '{}' has no encrypted weights; encode the model first, or choose another "
                                      "weight format",
                                      layer.name));
    if (wanted == WeightFormat::binary && natural == WeightFormat::sparse)
        throw ConfigError(fmt::format("layer '{}' is pruned: binary planes cannot hold its zeros; choose the sparse, "
                                      "csr or dense8 format",
                                      layer.name));
    if (wanted == WeightFormat::binary && is_shift(natural))
        throw ConfigError(
            fmt::format("layer '{}' has powers of two for weights, which binary planes cannot hold; choose "
                        "the shift or dense8 format",
                        layer.name));
    if (wanted == WeightFormat::binary && natural == WeightFormat::dense8)
        throw ConfigError(
            fmt::format("layer '{}' has float weights without binary codes; choose the dense8 format", layer.name));
    if (is_xor_encrypted(wanted) && order != StorageOrder::row_major)
        throw ConfigError(
            fmt::format("layer '{}': encrypted planes keep the row-major order they were trained in; choose "
                        "row_major, or the {} format",
                        layer.name, wanted == WeightFormat::flexor ? "binary" : "shift"));
}

/// `kept`: null where all weights are.
Planes binary_planes(const Layer& layer, const std::vector<BitVector>& codes,
                     const std::vector<std::vector<float>>& alpha, const BitVector* kept) {
    Planes planes;
    const std::int64_t reduction = layer.reduction();
    for (std::size_t i = 0; i < codes.size(); ++i) {
        planes.emplace_back();
        for (std::int64_t c = 0; c < layer.out_channels; ++c) {
            std::int64_t sum = 0;
            for (std::int64_t w = c * reduction; w < (c + 1) * reduction; ++w)
                if (kept == nullptr || kept->get(w)) sum += codes[i].get(w) ? 1 : -1;
            planes.back().push_back({alpha[i][static_cast<std::size_t>(c)], sum, 255 * reduction});
        }
    }
    return planes;
}

Planes dense_plane(const Layer& layer, const std::vector<float>& real, QuantizedLayer& quantized) {
    Planes planes(1);
    const std::int64_t reduction = layer.reduction();
    for (std::int64_t c = 0; c < layer.out_channels; ++c) {
        const auto row = real.begin() + c * reduction;
        double largest = 0;
        for (std::int64_t k = 0; k < reduction; ++k) largest = std::max(largest, std::abs(double{row[k]}));
        RealPlane plane{largest > 0 ? largest / 127 : 1, 0, 0};
        for (std::int64_t k = 0; k < reduction; ++k) {
            const auto code = std::clamp<long long>(std::llround(row[k] / plane.factor), -127, 127);
            quantized.dense.push_back(static_cast<std::int8_t>(code));
            plane.code_sum += code;
            plane.bound += 255 * std::abs(code);
        }
        planes[0].push_back(plane);
    }
    return planes;
}

/// The bound holds for any weights of as many bits, as check_ranges has it.
Planes shift_plane(const Layer& layer, const ShiftWeights& weights, QuantizedLayer& quantized) {
    const BitVector string = shift_string(layer, weights);
    keep_stored(weights, quantized);
    if (quantized.format == WeightFormat::shift)
        quantized.planes.assign(1, {nullptr, store_codes(layer, string, StorageMap(layer, quantized))});
    Planes planes(1);
    const std::int64_t reduction = layer.reduction();
    for (std::int64_t c = 0; c < layer.out_channels; ++c) {
        std::int64_t sum = 0;
        for (std::int64_t w = c * reduction; w < (c + 1) * reduction; ++w) sum += shift_code(string, w, weights.q);
        planes[0].push_back(
            {weights.alpha[static_cast<std::size_t>(c)], sum, 255 * largest_shift_code(weights.q) * reduction});
    }
    return planes;
}

void make_csr(const Layer& layer, const std::vector<BitVector>& codes, const BitVector& kept, int decoders,
              QuantizedLayer& quantized) {
    if (codes.size() != 1)
        throw ConfigError(fmt::format("layer '{}': CSR holds one plane, its weights have q = {}; choose the sparse or "
                                      "dense8 format",
                                      layer.name, codes.size()));
    quantized.planes.resize(1);
    quantized.csr =
        encode_csr(layer, quantized.order, quantized.group_rows, quantized.tile_columns, codes.front(), kept, decoders);
}

} // namespace

WeightFormat format_of(const ModelLayer& weights, const QuantizeOptions& options) {
    return chosen_format(natural_format(weights), options.format);
}

Planes quantize_weights(const Layer& layer, const ModelLayer& weights, const QuantizeOptions& options,
                        QuantizedLayer& quantized) {
    const WeightFormat natural = natural_format(weights);
    quantized.format = format_of(weights, options);
    quantized.order = options.order;
    quantized.group_rows = options.group_rows;
    quantized.tile_columns = options.tile_columns;
    check_format(layer, natural, quantized.format, quantized.order);
    if (quantized.format == WeightFormat::dense8) {
        quantized.planes.resize(1);
        return dense_plane(layer, real_weights(layer, weights), quantized);
    }
    if (is_shift(quantized.format)) return shift_plane(layer, std::get<ShiftWeights>(weights.weights), quantized);
    const auto codes = decoded_planes(layer, weights);
    const auto kept = kept_mask(layer, weights);
    switch (quantized.format) {
    case WeightFormat::flexor:
    case WeightFormat::sparse:
        keep_stored(weights.weights, quantized);
        break;
    case WeightFormat::csr:
        make_csr(layer, codes, *kept, options.csr_decoders, quantized);
        break;
    default: {
        const StorageMap map(layer, quantized);
        for (const auto& plane : codes) quantized.planes.push_back({nullptr, store_codes(layer, plane, map)});
    }
    }
    return binary_planes(layer, codes, scales_of(weights), kept ? &*kept : nullptr);
}

} // namespace fracbit::models

#include "models/inference/model_weights.hpp"

#include "models/core/error.hpp"
#include "models/encoding/plane_decoder.hpp"
#include "models/inference/shift_codes.hpp"
#include "models/inference/storage_order.hpp"
#include "models/masks/mask_decoder.hpp"
#include "models/masks/stored_order.hpp"
#include "models/xor/binary_code.hpp"
#include "models/xor/xor_decoder.hpp"

#include <fmt/format.h>

namespace fracbit::models {
namespace {

StorageMap map_of(const Layer& layer, const SparseWeights& sparse) {
    return {layer, sparse.order, sparse.group_rows, sparse.tile_columns};
}

std::vector<BitVector> decoded_planes(const Layer& layer, const SparseWeights& sparse) {
    const StorageMap map = map_of(layer, sparse);
    std::vector<std::int64_t> lengths;
    for (const auto& group : map.row_groups()) lengths.push_back(map.elements(group));
    std::vector<BitVector> planes;
    for (const auto& plane : sparse.planes) {
        const BitVector decoded = decode_plane(plane, lengths);
        std::vector<BitVector> groups;
        std::int64_t first = 0;
        for (const std::int64_t length : lengths) {
            groups.emplace_back(length).copy(0, decoded, first, length);
            first += length;
        }
        planes.push_back(join_row_groups(map, groups));
    }
    return planes;
}

} // namespace

std::vector<BitVector> decoded_planes(const Layer& layer, const ModelLayer& weights) {
    if (const auto* binary = std::get_if<BinaryWeights>(&weights.weights)) return binary->planes;
    if (const auto* sparse = std::get_if<SparseWeights>(&weights.weights)) return decoded_planes(layer, *sparse);
    if (const auto* shift = std::get_if<ShiftWeights>(&weights.weights)) return {shift_string(layer, *shift)};
    std::vector<BitVector> planes;
    if (const auto* encrypted = std::get_if<EncryptedWeights>(&weights.weights))
        for (const auto& plane : encrypted->planes)
            planes.push_back(XorDecoder(*plane.network).decode(plane.encrypted, layer.weights()));
    return planes;
}

const std::vector<std::vector<float>>& scales_of(const ModelLayer& weights) {
    static const std::vector<std::vector<float>> none;
    if (const auto* encrypted = std::get_if<EncryptedWeights>(&weights.weights)) return encrypted->alpha;
    if (const auto* binary = std::get_if<BinaryWeights>(&weights.weights)) return binary->alpha;
    if (const auto* sparse = std::get_if<SparseWeights>(&weights.weights)) return sparse->alpha;
    return none;
}

std::optional<BitVector> kept_mask(const Layer& layer, const ModelLayer& weights) {
    const auto* sparse = std::get_if<SparseWeights>(&weights.weights);
    if (sparse == nullptr) return std::nullopt;
    return decode_mask(layer, map_of(layer, *sparse), sparse->mask);
}

std::vector<float> real_weights(const Layer& layer, const ModelLayer& weights) {
    if (const auto* real = std::get_if<FloatWeights>(&weights.weights)) return real->values;
    if (const auto* shift = std::get_if<ShiftWeights>(&weights.weights)) return shift_values(layer, *shift);
    if (std::holds_alternative<std::monostate>(weights.weights)) return {};
    const auto kept = kept_mask(layer, weights);
    if (kept) return pruned_weights(decoded_planes(layer, weights), scales_of(weights), *kept);
    return reconstruct(decoded_planes(layer, weights), scales_of(weights));
}

std::vector<float> pruned_weights(const std::vector<BitVector>& codes, const std::vector<std::vector<float>>& alpha,
                                  const BitVector& kept) {
    std::vector<float> values = reconstruct(codes, alpha);
    if (kept.size() != static_cast<std::int64_t>(values.size()))
        throw ConfigError(fmt::format("pruned weights: a mask of {} bits for {} weights; they must be as many",
                                      kept.size(), values.size()));
    for (std::size_t i = 0; i < values.size(); ++i)
        if (!kept.get(static_cast<std::int64_t>(i))) values[i] = 0;
    return values;
}

} // namespace fracbit::models

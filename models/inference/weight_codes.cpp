#include "models/inference/weight_codes.hpp"

#include "models/core/error.hpp"
#include "models/csr/csr_codec.hpp"
#include "models/encoding/plane_decoder.hpp"
#include "models/masks/stored_order.hpp"
#include "models/xor/xor_decoder.hpp"

#include <fmt/format.h>

namespace fracbit::models {
namespace {

/// Decoded bits of one row group, in storage order.
BitVector decode_group(const StoredPlane& plane, std::int64_t first_bit, std::int64_t stored, std::int64_t elements,
                       const XorDecoder* decoder) {
    BitVector bits(stored);
    bits.copy(0, plane.bits, first_bit, stored);
    return decoder == nullptr ? bits : decoder->decode(bits, elements);
}

/// A pruned plane: a run per row group.
BitVector decode_pruned(const Layer& layer, const QuantizedLayer& quantized, const StoredPlane& stored) {
    const StorageMap map(layer, quantized);
    std::vector<std::int64_t> lengths;
    for (const auto& group : map.row_groups()) lengths.push_back(map.elements(group));
    const BitVector decoded = decode_plane(stored, lengths);
    std::vector<BitVector> groups;
    std::int64_t first = 0;
    for (const std::int64_t length : lengths) {
        groups.emplace_back(length).copy(0, decoded, first, length);
        first += length;
    }
    return join_row_groups(map, groups);
}

} // namespace

BitVector decode_codes(const Layer& layer, const QuantizedLayer& quantized, int plane) {
    if (quantized.format == WeightFormat::csr)
        return decode_csr(layer, quantized.order, quantized.group_rows, quantized.tile_columns, quantized.csr).codes;
    const StoredPlane& stored = quantized.planes[static_cast<std::size_t>(plane)];
    if (quantized.format == WeightFormat::sparse) return decode_pruned(layer, quantized, stored);
    const bool encoded = quantized.format == WeightFormat::flexor;
    if (encoded && stored.network == nullptr)
        throw ConfigError(
            fmt::format("layer '{}', plane {}: flexor weights without an XOR network", layer.name, plane));
    const XorNetwork* network = encoded ? stored.network.get() : nullptr;
    const StorageMap map(layer, quantized);
    if (stored.bits.size() != map.stored_bits(network))
        throw ConfigError(fmt::format("layer '{}', plane {}: {} stored bits; its storage order needs exactly {}",
                                      layer.name, plane, stored.bits.size(), map.stored_bits(network)));
    std::unique_ptr<const XorDecoder> decoder;
    if (encoded) decoder = std::make_unique<const XorDecoder>(*network);
    if (quantized.order == StorageOrder::row_major)
        return encoded ? decoder->decode(stored.bits, layer.weights()) : stored.bits;

    BitVector codes(layer.weights());
    std::int64_t first_bit = 0;
    for (const auto& group : map.row_groups()) {
        const std::int64_t bits = map.stored_bits(group, network);
        const BitVector decoded = decode_group(stored, first_bit, bits, map.elements(group), decoder.get());
        first_bit += bits;
        for (std::int64_t c = group.first_row; c < group.first_row + group.rows; ++c)
            for (std::int64_t k = 0; k < map.reduction(); ++k)
                if (decoded.get(map.place(group, c, k))) codes.set(c * map.reduction() + k, true);
    }
    return codes;
}

BitVector store_codes(const Layer& layer, const BitVector& codes, const StorageMap& map) {
    BitVector stored(layer.weights());
    std::int64_t first = 0;
    for (const auto& group : map.row_groups()) {
        for (std::int64_t c = group.first_row; c < group.first_row + group.rows; ++c)
            for (std::int64_t k = 0; k < map.reduction(); ++k)
                if (codes.get(c * map.reduction() + k)) stored.set(first + map.place(group, c, k), true);
        first += map.elements(group);
    }
    return stored;
}

} // namespace fracbit::models

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
BitVector decode_group(const StoredPlane& plane, std::int64_t first_bit, std::int64_t stored, std::int64_t decoded,
                       const XorDecoder* decoder) {
    BitVector bits(stored);
    bits.copy(0, plane.bits, first_bit, stored);
    return decoder == nullptr ? bits : decoder->decode(bits, decoded);
}

/// `to` holds zeros there.
void copy_element(const BitVector& from, std::int64_t source, BitVector& to, std::int64_t target, int width) {
    for (int b = 0; b < width; ++b)
        if (from.get(source * width + b)) to.set(target * width + b, true);
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
    const bool encoded = is_encoded(quantized.format);
    if (encoded && stored.network == nullptr)
        throw ConfigError(fmt::format("layer '{}', plane {}: {} weights without an XOR network", layer.name, plane,
                                      to_string(quantized.format)));
    const XorNetwork* network = encoded ? stored.network.get() : nullptr;
    const StorageMap map(layer, quantized);
    if (stored.bits.size() != map.stored_bits(network))
        throw ConfigError(fmt::format("layer '{}', plane {}: {} stored bits; its storage order needs exactly {}",
                                      layer.name, plane, stored.bits.size(), map.stored_bits(network)));
    std::unique_ptr<const XorDecoder> decoder;
    if (encoded) decoder = std::make_unique<const XorDecoder>(*network);
    const int width = map.element_bits();
    if (quantized.order == StorageOrder::row_major)
        return encoded ? decoder->decode(stored.bits, layer.weights() * width) : stored.bits;

    BitVector codes(layer.weights() * width);
    std::int64_t first_bit = 0;
    for (const auto& group : map.row_groups()) {
        const std::int64_t bits = map.stored_bits(group, network);
        const BitVector decoded = decode_group(stored, first_bit, bits, map.elements(group) * width, decoder.get());
        first_bit += bits;
        for (std::int64_t c = group.first_row; c < group.first_row + group.rows; ++c)
            for (std::int64_t k = 0; k < map.reduction(); ++k)
                copy_element(decoded, map.place(group, c, k), codes, c * map.reduction() + k, width);
    }
    return codes;
}

BitVector store_codes(const Layer& layer, const BitVector& codes, const StorageMap& map) {
    const int width = map.element_bits();
    BitVector stored(layer.weights() * width);
    std::int64_t first = 0;
    for (const auto& group : map.row_groups()) {
        for (std::int64_t c = group.first_row; c < group.first_row + group.rows; ++c)
            for (std::int64_t k = 0; k < map.reduction(); ++k)
                copy_element(codes, c * map.reduction() + k, stored, first + map.place(group, c, k), width);
        first += map.elements(group);
    }
    return stored;
}

} // namespace fracbit::models

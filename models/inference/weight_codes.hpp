// The codes of a layer's planes, decoded and put back into C order.
#pragma once

#include "models/inference/storage_order.hpp"

namespace fracbit::models {

/// Codes of plane `i` as bits, [out_channels][reduction], 1 is +1; of shift weights [out_channels][reduction][bit].
/// Throws ConfigError naming layer and plane if the stored bits are not as many as the storage order asks for, or an
/// encrypted plane has no network.
BitVector decode_codes(const Layer& layer, const QuantizedLayer& quantized, int plane);

/// Puts codes in C order, `map.element_bits()` bits each, into storage order without encoding them: the bits of a
/// binary plane, or of shift weights.
BitVector store_codes(const Layer& layer, const BitVector& codes, const StorageMap& map);

} // namespace fracbit::models

// The codes of a layer's planes, decoded and put back into C order.
#pragma once

#include "models/inference/storage_order.hpp"

namespace fracbit::models {

/// Codes of plane `i` as bits, [out_channels][reduction]; 1 is +1. Throws ConfigError naming layer and plane if the
/// stored bits are not as many as the storage order asks for, or a flexor plane has no network.
BitVector decode_codes(const Layer& layer, const QuantizedLayer& quantized, int plane);

/// Puts codes in C order into storage order without encoding them: the bits of a binary plane.
BitVector store_codes(const Layer& layer, const BitVector& codes, const StorageMap& map);

} // namespace fracbit::models

// Pruned 1-bit weights to and from the CSR baseline's storage (models/model/stored_csr.hpp).
#pragma once

#include "models/inference/storage_order.hpp"
#include "models/model/stored_csr.hpp"

namespace fracbit::models {

inline constexpr int max_csr_gap_bits = 24;

/// `codes`, `kept`: C order, [out_channels][reduction]; 1 is +1, and 1 is kept. The order is row_major (segments are
/// rows of groups of `group_rows`) or tiled. `gap_bits` = 0 takes the width whose entries need the fewest bits, the
/// least of equals (counts are left out). Throws ConfigError naming the layer: k_major, sizes that do not fit, decoders
/// < 1, widths > 24.
StoredCsr encode_csr(const Layer& layer, StorageOrder order, std::int64_t group_rows, std::int64_t tile_columns,
                     const BitVector& codes, const BitVector& kept, int decoders, int gap_bits = 0);

struct DecodedCsr {
    BitVector codes, kept; ///< C order; codes of pruned weights are 0
};

/// The inverse. Throws ConfigError naming the layer if widths or runs are not allowed, the streams do not hold what the
/// counts say, or an entry passes the end of its segment.
DecodedCsr decode_csr(const Layer& layer, StorageOrder order, std::int64_t group_rows, std::int64_t tile_columns,
                      const StoredCsr& csr);

} // namespace fracbit::models

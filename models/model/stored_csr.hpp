// The CSR baseline: pruned 1-bit weights as sign and relative index, row by row, for `decoders` decoders that work side by
// side (docs/machine.md, "The CSR baseline").
#pragma once

#include "models/gf2/bit_vector.hpp"

#include <cstdint>
#include <vector>

namespace fracbit::models {

/// A *segment* is a row of a row group, or with tiled storage the part of it that lies in a tile. Row r of a group belongs
/// to decoder r mod `decoders`, which has a stream of entries of its own: its segments, tile after tile (if tiled), row
/// after row. An entry is `gap_bits` bits of distance v and a sign bit (1 is +1): v < 2^gap_bits - 1 is the weight v after
/// the first one of the segment not yet passed, and passes it; v = 2^gap_bits - 1 is a filler that passes as many. Counts:
/// entries of each segment, `count_bits` bits each, [row group][tile][row].
struct StoredCsr {
    int decoders = 0;
    int gap_bits = 0;
    int count_bits = 0;
    BitVector entries, counts;
    std::vector<std::int64_t> entry_runs; ///< [row group][decoder], first bit; one entry more
    std::vector<std::int64_t> count_runs; ///< [row group], first bit; one entry more
    [[nodiscard]] int entry_bits() const { return gap_bits + 1; }
    friend bool operator==(const StoredCsr&, const StoredCsr&) = default;
};

} // namespace fracbit::models

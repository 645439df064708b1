// Spreads the stored weights of a tile into the array's registers.
#pragma once

#include "models/gf2/bit_vector.hpp"
#include "sim/channels/links.hpp"

#include <cstdint>

namespace fracbit::sim {

/// Where the weight (row, column) of a tile lies in its unit, counted in weights: first + row * row_step + column * column_step.
struct TilePlace {
    std::int64_t first = 0, row_step = 1, column_step = 1;
};

/// Binary codes: bit 1 is +1, 0 is -1. `tile.rows` and `tile.columns` are set; one of the steps is 1.
void unpack_codes(const models::BitVector& unit, const TilePlace& place, Tile& tile);
/// Makes weights zero whose bit in `kept` is 0; after the codes have been unpacked.
void clear_pruned(const models::BitVector& kept, const TilePlace& place, Tile& tile);
/// Signed powers of two of `bits` bits: sign (1 is plus), then exponent, lowest bit first. What stands in the tile is the one
/// that the shifter makes of an activation of 1, so that a product is the shifted activation, added or subtracted.
void unpack_shifts(const models::BitVector& unit, int bits, const TilePlace& place, Tile& tile);
/// Signed 8-bit weights.
void unpack_bytes(const models::BitVector& unit, const TilePlace& place, Tile& tile);

} // namespace fracbit::sim

// A pruning mask as memory holds it: which weights are kept (care, 1) and which are zero. Row group after row group, in
// the storage order of the weights.
#pragma once

#include "models/gf2/bit_vector.hpp"

#include <cstdint>
#include <vector>

namespace fracbit::models {

enum class MaskFormat {
    bitmap,         ///< a bit a weight
    relative_index, ///< the distances from kept weight to kept weight
    low_rank        ///< tiles that are Boolean products of two thin matrices (arXiv 1905.05686)
};

const char* to_string(MaskFormat format);

/// bitmap: the elements of the row group in storage order.
/// relative_index: entries of `gap_bits` bits; v < 2^gap_bits - 1 keeps the element v after the first one not yet
/// passed, and passes it; v = 2^gap_bits - 1 passes as many elements and keeps none. low_rank: a *band* is `tile_rows`
/// rows (whole row groups; the last of a convolution group may be smaller), cut into tiles of `tile_columns` columns
/// (the last may be narrower); in a tile mask[r][c] = OR over i of U[r][i] AND V[i][c]. A row group stores, if it is
/// the first of its band, V of the whole band: [tile][column][i]; then its rows of U: [tile][row][i].
struct StoredMask {
    MaskFormat format = MaskFormat::bitmap;
    int gap_bits = 0;
    std::int64_t tile_rows = 0, tile_columns = 0;
    int rank = 0;
    BitVector bits;
    std::vector<std::int64_t> runs; ///< first bit of each row group; one entry more than row groups
    friend bool operator==(const StoredMask&, const StoredMask&) = default;
};

} // namespace fracbit::models

// Tiles of a low-rank mask that fit a bit budget.
#pragma once

#include "models/masks/low_rank_factors.hpp"

namespace fracbit::models {

struct LowRankShape {
    int rank = 1;
    std::int64_t tile_rows = 32, tile_columns = 10;
};

/// Bits of a full tile divided by its weights: rank * (1/rows + 1/columns).
double bits_per_weight(const LowRankShape& shape);

/// Tiles of rank 1, as square as whole row groups of `group_rows` rows allow, whose full tiles need at most `budget`
/// bits a weight. Small tiles of rank 1 keep more than larger ones of higher rank at equal bits (bench/README.md).
/// Throws ConfigError unless 0 < budget and group_rows >= 1.
LowRankShape low_rank_shape(double budget, std::int64_t group_rows);

} // namespace fracbit::models

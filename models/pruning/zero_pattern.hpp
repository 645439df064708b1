// The mask of a layer that has been pruned before: what is zero stays zero.
#pragma once

#include "models/masks/low_rank_factors.hpp"
#include "models/pruning/low_rank_shape.hpp"

#include <span>

namespace fracbit::models {

/// Factors of rank 1 whose product keeps exactly the weights that are not 0. Throws ConfigError naming the layer and a
/// weight if, tile by tile, these are not a product of rows and columns; where `empty_factors` does.
LowRankFactors factors_of_zeros(const Layer& layer, const StorageMap& map, std::span<const float> weights,
                                const LowRankShape& shape);

} // namespace fracbit::models

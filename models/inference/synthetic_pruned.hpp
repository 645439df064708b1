// Random weights in the pruned formats.
#pragma once

#include "models/core/random.hpp"
#include "models/inference/synthetic_workload.hpp"

namespace fracbit::models {

/// `count` fair bits.
BitVector draw_bits(Random& random, std::int64_t count);

/// Throws ConfigError naming the field of a sparse or csr spec that is not allowed.
void check_pruned(const SyntheticSpec& spec);

/// Fills planes and mask (sparse) or csr of a layer whose format, order, group_rows and tile_columns are set.
void draw_pruned(const Layer& layer, const SyntheticSpec& spec, const std::vector<std::shared_ptr<const XorNetwork>>& networks,
                 Random& random, QuantizedLayer& drawn);

} // namespace fracbit::models

// Layers and weights to prune.
#pragma once

#include "models/core/random.hpp"
#include "models/inference/storage_order.hpp"

#include <vector>

namespace fracbit::tests {

models::Layer linear_layer(std::int64_t rows, std::int64_t columns);

/// Normally distributed; some are zero and some equal when `rounded`.
std::vector<float> draw_weights(Random& random, std::int64_t count, bool rounded = false);

} // namespace fracbit::tests

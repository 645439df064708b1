// The price of a kept weight at which the best tiles keep the wanted share of the weights.
#pragma once

#include "models/pruning/pruned_layer.hpp"

namespace fracbit::models {

struct KeepingPrice {
    double price = 0;       ///< in mean magnitudes
    double per_density = 0; ///< by how much the price must rise to lower the density, as d price / d density; > 0
};

/// Bisects on tiles spread over the layer, some 200,000 weights in all.
KeepingPrice search_price(const PrunedLayer& pruned);

} // namespace fracbit::models

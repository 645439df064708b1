// The last weights to the wanted density.
#pragma once

#include "models/pruning/pruned_layer.hpp"

namespace fracbit::models {

/// Flips single bits of the factors, cheapest magnitude per weight first, as long as each brings the number of kept
/// weights nearer to `wanted`. Returns that number.
std::int64_t trim_density(PrunedLayer& pruned, std::int64_t kept, std::int64_t wanted);

} // namespace fracbit::models

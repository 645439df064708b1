// Checks that hold on every run. A violation is a SimulationError that names the layer and the block.
#pragma once

#include "models/results/layer_expectation.hpp"
#include "models/results/simulation_result.hpp"

namespace fracbit::sim {

/// busy + stalled on input + stalled on output + idle = cycles for every block; bytes, decoded bits, tiles, vectors and
/// products as the layer dictates; array, scaler, vector unit and readers busy for what they did; cycles not below the
/// rooflines.
void check_layer(const models::LayerResult& result, std::int64_t products, const models::LayerExpectation& expected);

} // namespace fracbit::sim

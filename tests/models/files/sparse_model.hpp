// Small models with sparse weights of every kind.
#pragma once

#include "models/model/model.hpp"

#include <cstdint>

namespace fracbit::tests {

/// A grouped convolution and three linear layers in a row; masks, orders, registers, planes and sparsities (0 and 1
/// among them) follow from the seed. The second layer keeps its float weights.
models::Model sparse_model(std::uint64_t seed);

} // namespace fracbit::tests

// Small models that use every field of the file format.
#pragma once

#include "models/model/model.hpp"

#include <cstdint>

namespace fracbit::tests {

/// A few layers of every kind of weights, random in sizes and contents; equal seeds give equal models.
models::Model small_model(std::uint64_t seed);

/// Every field of two models, with XOR networks compared by value.
bool equal(const models::Model& a, const models::Model& b);

} // namespace fracbit::tests

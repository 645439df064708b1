// A small random trained model: conv with ReLU, max pool, linear.
#pragma once

#include "models/core/random.hpp"
#include "models/model/model.hpp"

namespace fracbit::tests {

enum class Kept { encrypted, binary, real, shift, shift_xor };

/// 2 x 8 x 8 inputs, 5 results. Weights are kept as asked for, with q planes (powers of two: q bits); equal seeds give
/// equal models.
models::Model small_model(Kept kept, int q, std::uint64_t seed);

std::vector<std::uint8_t> random_pixels(std::uint64_t seed, std::int64_t images);

} // namespace fracbit::tests

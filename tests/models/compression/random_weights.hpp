// Normally distributed weights for tests of the compression.
#pragma once

#include "models/core/random.hpp"

#include <cstdint>
#include <vector>

namespace fracbit::tests {

inline std::vector<float> normal_weights(std::uint64_t seed, std::int64_t count) {
    Random random(seed);
    std::vector<float> weights;
    for (std::int64_t i = 0; i < count; ++i) weights.push_back(static_cast<float>(random.normal()));
    return weights;
}

} // namespace fracbit::tests

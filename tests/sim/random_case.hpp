// A random small network on a random architecture, from one number: the same case for the same seed, everywhere.
#pragma once

#include "models/config/architecture.hpp"
#include "models/inference/synthetic_workload.hpp"

#include <cstdint>
#include <string>

namespace fracbit::test {

struct RandomCase {
    models::Architecture architecture;
    models::Network network;
    models::SyntheticSpec spec;
    [[nodiscard]] std::string describe() const;
    /// Weights are stored for row groups and tiles of the array that the architecture has by now.
    void store_for_array();
};

/// Odd sizes, every weight format, storage order and array mode, starved and generous memory, depth-1 FIFOs. The case
/// may be one that the architecture cannot hold.
RandomCase random_case(std::uint64_t seed);

} // namespace fracbit::test

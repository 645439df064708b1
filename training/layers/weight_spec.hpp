// How one layer keeps its weights.
#pragma once

#include "models/xor/xor_network.hpp"

#include <cstdint>

namespace fracbit::training {

enum class WeightKind {
    encrypted, ///< q planes of binary codes behind XOR networks
    binary,    ///< q planes of plain binary codes
    real       ///< 32-bit floating point
};

struct WeightSpec {
    WeightKind kind = WeightKind::encrypted;
    int q = 1;
    models::XorSpec gates;    ///< encrypted: plane i draws its own M with seed + i
    double deviation = 0.001; ///< standard deviation that encrypted and binary codes' reals start with
    double sparsity = 0;      ///< real and binary: share that pruning makes 0 in the end (training/pruning)
    friend bool operator==(const WeightSpec&, const WeightSpec&) = default;
};

} // namespace fracbit::training

// How one layer keeps its weights.
#pragma once

#include "models/xor/xor_network.hpp"
#include "training/quantizers/level_grid.hpp"

#include <cstdint>

namespace fracbit::training {

enum class WeightKind {
    encrypted,       ///< q planes of binary codes behind XOR networks
    binary,          ///< q planes of plain binary codes
    real,            ///< 32-bit floating point
    dense8,          ///< 8 bits, 127ths of each channel's largest weight: what the machine makes of float weights
    aqe,             ///< a grid of 1 to 3 bits, by a smooth staircase that ends hard (MINW-Net, arXiv 2003.04296)
    straight_through ///< the same grid, hard from the beginning (Hubara et al., arXiv 1602.02830)
};

/// 8 bits or more: what is said of stored bits a weight leaves such layers out.
constexpr bool is_wide(WeightKind kind) { return kind == WeightKind::real || kind == WeightKind::dense8; }

constexpr bool is_grid(WeightKind kind) { return kind == WeightKind::aqe || kind == WeightKind::straight_through; }

struct WeightSpec {
    WeightKind kind = WeightKind::encrypted;
    int q = 1;
    models::XorSpec gates;          ///< encrypted: plane i draws its own M with seed + i
    double deviation = 0.001;       ///< standard deviation that the reals of codes and grids start with
    int bits = 1;                   ///< of a grid
    GridKind grid = GridKind::xnor; ///< xnor or shift
    double steepness = 1;           ///< aqe: times the steepness of the schedule
    double sparsity = 0;            ///< real and binary: share that pruning makes 0 in the end (training/pruning)
    friend bool operator==(const WeightSpec&, const WeightSpec&) = default;
};

} // namespace fracbit::training

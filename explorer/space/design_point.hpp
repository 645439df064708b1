// One point of a design space, resolved: the machine, how weights are stored, what it is made in.
#pragma once

#include "models/config/architecture.hpp"
#include "models/cost/decoder_design.hpp"
#include "models/inference/synthetic_workload.hpp"

#include <cstdint>
#include <optional>
#include <string>

namespace fracbit::explorer {

/// Number of a point in the full product of the axes, points that conditions exclude included: mixed radix, the file's
/// first axis most significant, values in the file's order.
using PointId = std::int64_t;

struct DesignPoint {
    models::Architecture architecture; ///< not validated
    models::SyntheticSpec weights; ///< group_rows, tile_columns, decoders, activation_bits follow from the architecture
    std::string technology;        ///< name in the space's list
    std::string network;           ///< empty: all networks of the space

    // As the space says it; `weights` follows (see `resolve`).
    int n_in = 8;                               ///< stored bits of a slice
    std::optional<models::StorageOrder> order;  ///< else k-major, csr: tiled
    std::optional<models::PatchFormat> patches; ///< else counted, with registers: gaps
};

/// What follows from other values: bandwidth and latency from the clock, storage of the weights from array, format and
/// registers.
void resolve(DesignPoint& point);

} // namespace fracbit::explorer

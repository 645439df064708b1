// Drawn weights as a machine stores them.
#pragma once

#include "models/config/architecture.hpp"
#include "models/inference/synthetic_workload.hpp"

namespace fracbit::models {

/// Bits of an activation on this machine: fewer than 8 only in xnor mode.
inline int activation_bits(const Architecture& architecture) {
    return architecture.array.mode == ArrayMode::xnor ? architecture.array.activation_bits : 8;
}

/// What weights are cut for: row groups and tiles of the array, CSR decoders, width of activations.
inline void store_for(const Architecture& architecture, SyntheticSpec& spec) {
    spec.group_rows = architecture.array.rows;
    spec.tile_columns = architecture.array.columns;
    spec.activation_bits = activation_bits(architecture);
    spec.pruned.decoders = architecture.csr.decoders;
}

} // namespace fracbit::models

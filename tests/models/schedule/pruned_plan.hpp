// A small layer of pruned weights, and its plan.
#pragma once

#include "models/inference/synthetic_workload.hpp"
#include "models/schedule/network_planner.hpp"

#include <cstdint>

namespace fracbit::tests {

using namespace fracbit::models;

/// 12 rows of 24 weights: three row groups of 4, three tiles of 8; `positions` of them.
inline Network network_of(std::int64_t positions) {
    Layer layer;
    layer.name = "fc";
    layer.kind = LayerKind::linear;
    layer.input = {24, 1, 1};
    layer.out_channels = 12;
    layer.repeat = positions;
    Network network;
    network.name = "one";
    network.layers = {layer};
    return network;
}

inline Architecture architecture_of() {
    Architecture a;
    a.array.rows = 4;
    a.array.columns = 8;
    a.memory.burst_bytes = 4;
    a.weights.lanes = 2;
    a.csr.decoders = 3;
    return a;
}

inline SyntheticSpec sparse_spec() {
    SyntheticSpec spec;
    spec.format = WeightFormat::sparse;
    spec.order = StorageOrder::tiled;
    spec.group_rows = 4;
    spec.tile_columns = 8;
    spec.xor_spec = {5, 10, 2, 1};
    spec.pruned.sparsity = 0.6;
    spec.pruned.patches_per_slice = 1;
    return spec;
}

inline SyntheticSpec csr_spec() {
    SyntheticSpec spec = sparse_spec();
    spec.format = WeightFormat::csr;
    spec.pruned.decoders = 3;
    return spec;
}

inline LayerSchedule plan(const Architecture& architecture, const QuantizedLayer& weights, std::int64_t positions = 1) {
    const Network network = network_of(positions);
    NetworkPlanner planner(architecture, network);
    return planner.plan(0, weights);
}

inline QuantizedLayer drawn(const SyntheticSpec& spec) { return *SyntheticWorkload(network_of(1), spec).layer(0); }

} // namespace fracbit::tests

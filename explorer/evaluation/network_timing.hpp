// What a network's run on a machine comes to, and the key of everything that this depends on.
#pragma once

#include "explorer/evaluation/drawn_layers.hpp"
#include "explorer/evaluation/integer_key.hpp"
#include "explorer/evaluation/network_facts.hpp"
#include "explorer/evaluation/xor_decoders.hpp"
#include "models/config/architecture.hpp"
#include "models/cost/run_energy.hpp"
#include "models/inference/synthetic_workload.hpp"
#include "models/model/workload.hpp"
#include "models/results/simulation_result.hpp"

#include <cstdint>
#include <memory>
#include <string>

namespace fracbit::explorer {

using TimingKey = IntegerKey<56>;

/// Equal keys, equal cycles: of the machine and the storage only what the layers of this network can meet, pipelines by
/// their depth. `number`: of the network. `decoder_stages`: of the XOR decoder, if there is one.
TimingKey timing_key(int number, const NetworkFacts& network, const models::Architecture& architecture,
                     const models::SyntheticSpec& spec, int decoder_stages);

/// Sums over all layers.
struct NetworkTiming {
    double cycles = 0, macs = 0;
    double product_cycles = 0; ///< macs x planes x cycles of a vector
    double memory_busy = 0;    ///< cycles
    double bus_bytes = 0, weight_bytes = 0;
    models::RunActivity activity;
    std::string refusal; ///< the layer that does not fit, and why; empty: all do
    [[nodiscard]] std::int64_t bytes() const { return static_cast<std::int64_t>(sizeof *this + refusal.size()); }
};

/// Every counter of one run on the timing model. `planes`: of the encoding, if it has a decoder; `drawn` keeps layers
/// of pruned formats. Throws what `time_network` throws; Cancelled.
models::SimulationResult run_of(const models::Network& network, int number, const models::Architecture& architecture,
                                const models::SyntheticSpec& spec, const XorPlanes& planes, DrawnLayers& drawn);

/// Its sums.
NetworkTiming sum_of(const models::SimulationResult& result, const models::Network& network,
                     const models::Architecture& architecture, const models::SyntheticSpec& spec);

/// Both. Layers that do not fit become a refusal.
NetworkTiming timing_of(const models::Network& network, int number, const models::Architecture& architecture,
                        const models::SyntheticSpec& spec, const XorPlanes& planes, DrawnLayers& drawn);

/// Multiplications of a layer's planes, times the cycles that each takes (docs/metrics.md, "utilization").
double product_cycles(const models::Layer& layer, const models::LayerResult& counts, const models::ArrayConfig& array,
                      const models::SyntheticSpec& spec);

/// For weights whose values take no time. `network` is the XOR network of all planes (flexor); its heaviest row is not
/// looked at if the architecture says how deep its decoder is.
std::unique_ptr<models::Workload> plain_workload(const models::Network& network, const models::SyntheticSpec& spec,
                                                 std::shared_ptr<const models::XorNetwork> xor_network);

} // namespace fracbit::explorer

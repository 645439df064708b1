// A network's weights as the memory holds them: how many bits, and what a machine must have to read them.
#pragma once

#include "explorer/evaluation/drawn_layers.hpp"
#include "models/cost/machine_needs.hpp"

#include <cstdint>
#include <string>

namespace fracbit::explorer {

struct NetworkStorage {
    std::int64_t stored_bits = 0; ///< weights, offsets, patches, masks, CSR streams, each plane's stream in whole bytes
    models::MachineUse use;       ///< without decoders
    bool decoder = false;         ///< has XOR-encoded layers
    std::string refusal;          ///< why there is no such storage; empty: there is
    [[nodiscard]] std::int64_t bytes() const { return static_cast<std::int64_t>(sizeof *this + refusal.size()); }
};

/// Plain formats by arithmetic; pruned ones are drawn.
NetworkStorage storage_of(const models::Network& network, int number, const models::SyntheticSpec& spec,
                          DrawnLayers& drawn);

/// Bits of a layer's weights: what `fracbit simulate` counts as the distinct bytes of their streams. Attention has
/// none.
std::int64_t stored_bits(const models::Layer& layer, const models::QuantizedLayer& weights);

/// What runs both.
models::MachineUse both(const models::MachineUse& a, const models::MachineUse& b);

} // namespace fracbit::explorer

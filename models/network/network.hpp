// A network: layers in execution order, joined by name.
#pragma once

#include "models/network/layer.hpp"

#include <string>
#include <vector>

namespace fracbit::models {

struct Network {
    std::string name;
    std::vector<Layer> layers;
    /// Shapes only (SCALE-Sim tables, single layers): each layer's input is its own tensor, nothing flows between
    /// layers.
    bool independent_layers = false;

    /// Index of the layer that produces the input of layer `i`; -1 is the network's own input.
    [[nodiscard]] int source_of(int i) const;
    /// Index of the layer that produces the residual operand of layer `i`; -1 if there is none.
    [[nodiscard]] int residual_of(int i) const;
    /// Stored weights: those of all layers but attention, whose second operand is the KV cache.
    [[nodiscard]] std::int64_t weights() const;
    [[nodiscard]] std::int64_t macs() const;
    friend bool operator==(const Network&, const Network&) = default;
};

/// Throws ConfigError with all problems at once: no layers, duplicate names, unknown or later sources, shapes (and
/// `repeat`) of connected layers that differ, a residual where the kind adds none or an add without one, any source or
/// residual in a network of independent layers, and everything `validate(Layer)` finds.
void validate(const Network& network);

} // namespace fracbit::models

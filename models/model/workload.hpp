// What the machine runs: a network and, layer by layer, its weights in storage. Layers are made when they are needed,
// so that a network of billions of weights fits in memory.
#pragma once

#include "models/model/quantized.hpp"
#include "models/network/network.hpp"

#include <memory>
#include <utility>

namespace fracbit::models {

class Workload {
public:
    virtual ~Workload() = default;
    [[nodiscard]] virtual const Network& network() const = 0;
    /// Layer `i`; equal calls give equal layers. The caller drops it when the layer is done.
    [[nodiscard]] virtual std::shared_ptr<const QuantizedLayer> layer(int i) const = 0;
};

/// A network whose layers are all in memory.
class StoredWorkload final : public Workload {
public:
    explicit StoredWorkload(QuantizedNetwork network)
        : stored_(std::make_shared<QuantizedNetwork>(std::move(network))) {}
    [[nodiscard]] const Network& network() const override { return stored_->network; }
    [[nodiscard]] std::shared_ptr<const QuantizedLayer> layer(int i) const override {
        return {stored_, &stored_->layers[static_cast<std::size_t>(i)]};
    }
    [[nodiscard]] const QuantizedNetwork& quantized() const { return *stored_; }

private:
    std::shared_ptr<const QuantizedNetwork> stored_;
};

} // namespace fracbit::models

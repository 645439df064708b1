// What a machine must have to run given layers, and what that machine costs.
#pragma once

#include "models/cost/machine_cost.hpp"
#include "models/model/quantized.hpp"

#include <cstdint>
#include <memory>
#include <vector>

namespace fracbit::models {

class MachineNeeds {
public:
    /// Notes the layer's format, mask, patches and networks; equal networks are one decoder.
    void add(const QuantizedLayer& weights);
    /// Decoders as the architecture's pipeline has them: docs/machine.md's stages, levels_per_stage gates in a row in
    /// each, the fewest gates that this depth allows. `seed`: of their synthesis, which takes the time.
    [[nodiscard]] MachineCost cost(const Architecture& architecture, const Technology& technology,
                                   std::uint64_t seed = 1) const;

private:
    struct Decoder {
        std::shared_ptr<const XorNetwork> network;
        int registers = 0;
    };
    std::vector<Decoder> decoders_;
    MachineUse use_;
};

} // namespace fracbit::models

// What a machine must have to run given layers, and what that machine costs.
#pragma once

#include "models/core/cancelled.hpp"
#include "models/cost/machine_cost.hpp"
#include "models/model/quantized.hpp"

#include <cstdint>
#include <memory>
#include <vector>

namespace fracbit::models {

/// An XOR network that the machine decodes with, and the former seeds that it sees.
struct DecoderNeed {
    std::shared_ptr<const XorNetwork> network;
    int registers = 0;
};

class MachineNeeds {
public:
    /// Notes the layer's format, mask, patches and networks; equal networks are one decoder.
    void add(const QuantizedLayer& weights);
    [[nodiscard]] const std::vector<DecoderNeed>& decoders() const { return decoders_; }
    /// Without decoders, whose costs follow from a technology.
    [[nodiscard]] const MachineUse& use() const { return use_; }
    /// Decoders as the architecture's pipeline has them: docs/machine.md's stages, levels_per_stage gates in a row in
    /// each, the fewest gates that this depth allows. `seed`: of their synthesis, which takes the time and throws
    /// Cancelled.
    [[nodiscard]] MachineCost cost(const Architecture& architecture, const Technology& technology,
                                   std::uint64_t seed = 1, const CancelCheck& cancelled = {}) const;

private:
    std::vector<DecoderNeed> decoders_;
    MachineUse use_;
};

/// The pipeline that all decoders of the architecture share. `levels`: most `logic_levels` of their networks.
DecoderStages decoder_pipeline(const Architecture& architecture, int levels);

/// A network as gates in that pipeline, whatever the technology.
struct DecoderCircuit {
    XorNetlist netlist;
    PipelineCut cut;
};
/// Takes milliseconds to seconds. Throws Cancelled.
DecoderCircuit decoder_circuit(const XorNetwork& network, const DecoderStages& pipeline, std::uint64_t seed = 1,
                               const CancelCheck& cancelled = {});

} // namespace fracbit::models

// An XOR network as hardware: its circuit, where the pipeline registers go for a clock, and what that costs.
#pragma once

#include "models/circuits/clocked_pipeline.hpp"
#include "models/circuits/netlist_properties.hpp"
#include "models/circuits/synthesis.hpp"
#include "models/cost/decoder_cost.hpp"

#include <cstdint>
#include <optional>
#include <vector>

namespace fracbit::models {

/// What a circuit is chosen by. Few gates often mean many levels, hence many pipeline registers: the smallest decoder
/// for a clock is a shallower circuit.
enum class DecoderObjective { gates, area };

struct DecoderDesignOptions {
    SynthesisOptions synthesis;
    DecoderObjective objective = DecoderObjective::gates; ///< area: of gates and registers, over several depth limits
    double clock_mhz = 800;
    /// Inputs of the network in the order in which they are decoded, bit j being column j: their toggles are counted.
    /// Fewer than two: the technology's activity is taken.
    std::vector<std::uint64_t> words;
    int registers = 0; ///< former seeds among the inputs (sequential decoding)
};

struct DecoderDesign {
    Synthesis synthesis;
    NetlistProperties properties;
    ClockedPipeline pipeline;               ///< fewest stages for the clock
    DecoderCost cost;                       ///< of one lane with that pipeline
    double delay_ps = 0;                    ///< of the circuit between two rows of flip-flops, without a pipeline
    std::optional<double> toggles_per_word; ///< of gates; nothing without words
};

/// Throws ConfigError where synthesize and cut_for_clock do, and if clock_mhz is not above 0.
DecoderDesign design_decoder(const XorNetwork& network, const DecoderDesignOptions& options,
                             const Technology& technology);

} // namespace fracbit::models

// Where the pipeline registers of a circuit stand. The pipeline is the elastic one of docs/machine.md: words come from
// a FIFO, and a word accepted in cycle t can leave in t + stages. So there are exactly `stages` rows of registers; row
// k holds, at the end of stage k, what later stages still read, and the last row holds the outputs.
#pragma once

#include "models/circuits/xor_netlist.hpp"

#include <optional>
#include <vector>

namespace fracbit::models {

/// Stages of the machine's decoder (docs/machine.md, "decoder"), and the levels of gates in each.
struct DecoderStages {
    int stages = 1;
    int levels = 1; ///< a stage, at most
};
/// `logic_levels` of the networks, ceil(log2 of the heaviest row). A set number of stages that is too small for
/// levels_per_stage gets more levels a stage.
DecoderStages decoder_stages(int logic_levels, int levels_per_stage, std::optional<int> set_stages);

/// Stages of gates: none reads a gate of a later stage.
struct PipelineCut {
    int stages = 1;
    std::vector<int> gate_stage; ///< [gate]: 1 .. stages
    std::vector<int> registers;  ///< [k - 1]: flip-flops of row k; equal outputs share one, constant ones have none
    friend bool operator==(const PipelineCut&, const PipelineCut&) = default;
};

/// Flip-flops of all rows, of one lane, without the valid bits of the handshake.
int flip_flops(const PipelineCut& cut);

/// The signals that each row holds, ascending: [k - 1] is row k. An input that is still read in stage m stands in rows
/// 1 to m - 1, a gate of stage k in rows k to m - 1; an output's signal in all rows from there to the last. Throws
/// ConfigError if `gate_stage` is no assignment to 1 .. stages, or if a gate would read a later stage.
std::vector<std::vector<Signal>> register_rows(const XorNetlist& netlist, const std::vector<int>& gate_stage,
                                               int stages);

/// The cut with these stages; errors as register_rows.
PipelineCut cut_at(const XorNetlist& netlist, std::vector<int> gate_stage, int stages);

/// Stage k holds levels (k - 1) * levels_per_stage + 1 .. k * levels_per_stage; stages without gates are allowed.
/// Throws ConfigError if the circuit is deeper than that, or a number is below 1.
PipelineCut cut_by_levels(const XorNetlist& netlist, int levels_per_stage, int stages);

} // namespace fracbit::models

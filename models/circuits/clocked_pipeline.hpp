// Pipelines for a clock: as few stages as its period allows, then few flip-flops.
#pragma once

#include "models/circuits/pipeline.hpp"

#include <limits>
#include <vector>

namespace fracbit::models {

/// Delays in ps. A driver (gate, input or flip-flop) of f readers adds load_ps(timing, f).
struct GateTiming {
    double gate_ps = 0;        ///< of an XOR gate without load
    double per_fan_out_ps = 0; ///< for each reader
    double clock_to_q_ps = 0;  ///< from a stage's start to its registers' outputs, or to the FIFO's for the first stage
    double setup_ps = 0;       ///< before a stage's end
    int max_fan_out = std::numeric_limits<int>::max(); ///< more readers get a tree of buffers; at least 2
    double buffer_ps = 0;                              ///< of a buffer without load
};

/// Load of one signal with this many readers: per_fan_out_ps each up to max_fan_out of them, else the levels of a tree
/// of buffers.
double load_ps(const GateTiming& timing, int fan_out);

struct ClockedPipeline {
    PipelineCut cut;
    std::vector<double> stage_ps; ///< [k - 1]: longest way through stage k, clock-to-output and set-up included
};

/// Fewest stages whose longest ways fit into the clock's period; each signal is charged with all its readers, in
/// whichever stage they are. Then registers are moved, row by row (a minimum cut each), until no row gets smaller.
/// Throws ConfigError if a delay is negative, or no gate fits into a stage: it names the least period that would do.
ClockedPipeline cut_for_clock(const XorNetlist& netlist, const GateTiming& timing, double clock_ps);

/// As cut_by_levels (at most levels_per_stage gates in a row in each of `stages` stages, and its errors), but gates
/// stand in the stage where few flip-flops are needed.
PipelineCut cut_with_few_registers(const XorNetlist& netlist, int levels_per_stage, int stages);

} // namespace fracbit::models

// Pipelines for a clock: as few stages as its period allows, then few flip-flops.
#pragma once

#include "models/circuits/pipeline.hpp"

#include <functional>
#include <vector>

namespace fracbit::models {

/// Delays in ps, with the load of so many readers and the buffers that many need.
struct GateTiming {
    std::function<double(int fan_out)> gate_ps; ///< of an XOR gate
    /// From a stage's start to its registers' outputs, or to the FIFO's for the first stage.
    std::function<double(int fan_out)> clock_to_q_ps;
    double setup_ps = 0; ///< before a stage's end
};

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

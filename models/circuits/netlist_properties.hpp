// What a designer wants to know of a circuit.
#pragma once

#include "models/circuits/xor_netlist.hpp"

#include <vector>

namespace fracbit::models {

struct NetlistProperties {
    int xor2 = 0;
    int depth = 0;                      ///< levels of gates to the deepest output
    std::vector<int> gates_per_level;   ///< [l - 1]: gates of level l
    int max_fan_out = 0;                ///< of a signal, inputs included
    std::vector<int> fan_out_histogram; ///< [f]: signals with f readers
    int direct_outputs = 0;             ///< outputs that are an input or constant 0
    friend bool operator==(const NetlistProperties&, const NetlistProperties&) = default;
};

NetlistProperties properties(const XorNetlist& netlist);

/// Readers of each signal: pins of gates, and one for each output that it is.
std::vector<int> fan_outs(const XorNetlist& netlist);

/// Signals of one longest way to an output, from an input to the output; empty if every output is constant.
std::vector<Signal> critical_path(const XorNetlist& netlist);

} // namespace fracbit::models

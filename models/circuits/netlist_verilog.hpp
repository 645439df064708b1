// Circuits and matrices as combinational SystemVerilog modules: input x [n_in - 1 : 0], output y [n_out - 1 : 0].
#pragma once

#include "models/circuits/xor_netlist.hpp"

#include <string>

namespace fracbit::models {

/// One line a gate: wire g5 = x[3] ^ g2. Throws ConfigError if the name is no plain identifier
/// ([A-Za-z_][A-Za-z0-9_]*); keywords are the caller's to avoid.
std::string netlist_verilog(const XorNetlist& netlist, const std::string& module_name);

/// One reduction an output, as M says it: the reference for tools that prove circuits equal. Errors as above.
std::string matrix_verilog(const XorNetwork& network, const std::string& module_name);

} // namespace fracbit::models

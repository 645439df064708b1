// The module of an XOR network: its gates, with a row of registers at the end of each stage.
#pragma once

#include "models/circuits/pipeline.hpp"

#include <string>

namespace fracbit::models {

/// Ports: clk, load[k-1] (row k takes what stage k makes), x, y (what the last row holds). Throws ConfigError if the
/// cut is not one of the netlist's.
std::string network_module(const std::string& name, const XorNetlist& netlist, const PipelineCut& cut);

} // namespace fracbit::models

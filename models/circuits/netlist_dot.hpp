// Circuits as Graphviz graphs: inputs on top, a rank for each level of gates, outputs at the bottom.
#pragma once

#include "models/circuits/xor_netlist.hpp"

#include <string>

namespace fracbit::models {

/// For `dot -Tsvg`. Outputs that are constant 0 stand alone.
std::string netlist_dot(const XorNetlist& netlist);

} // namespace fracbit::models

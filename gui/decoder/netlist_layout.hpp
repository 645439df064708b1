// Where the parts of a circuit are drawn: inputs left, a column for each level of gates, outputs right.
#pragma once

#include "models/circuits/xor_netlist.hpp"

#include <optional>
#include <vector>

namespace fracbit::gui {

struct NetlistNode {
    enum class Kind { input, gate, output };
    Kind kind = Kind::input;
    int number = 0;            ///< of its kind
    models::Signal signal = 0; ///< that it makes; of an output: that it is
    int level = 0;             ///< column; outputs stand behind the last
    double place = 0;          ///< 0 .. 1, from above
    int fan_out = 0;           ///< readers in the whole circuit
};

struct NetlistLayout {
    std::vector<NetlistNode> nodes;
    struct Edge {
        int from = 0, to = 0; ///< nodes
    };
    std::vector<Edge> edges;
    int columns = 0;
    int most_in_column = 0;
};

/// Of the whole circuit, or only of what one output needs. Within columns nodes stand near what they read.
NetlistLayout layout_of(const models::XorNetlist& netlist, std::optional<int> output = {});

/// [signal]: whether the output needs it.
std::vector<bool> cone_of(const models::XorNetlist& netlist, int output);

} // namespace fracbit::gui

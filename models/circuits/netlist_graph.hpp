// A netlist as a graph of the Boost Graph Library, for its algorithms and writers. Costs a copy; include it in .cpp
// files.
#pragma once

#include "models/circuits/xor_netlist.hpp"

#include <boost/graph/adjacency_list.hpp>

namespace fracbit::models {

/// Vertex v < signals() is signal v, vertex signals() + i is output i. An edge leads from a signal to each of its
/// readers; outputs that are constant 0 have none.
using NetlistGraph = boost::adjacency_list<boost::vecS, boost::vecS, boost::bidirectionalS>;

inline NetlistGraph to_graph(const XorNetlist& netlist) {
    const auto vertex = [](int v) { return static_cast<std::size_t>(v); };
    NetlistGraph graph(vertex(netlist.signals() + netlist.n_out()));
    for (int g = 0; g < netlist.xor2(); ++g) {
        add_edge(vertex(netlist.gates()[vertex(g)].a), vertex(netlist.n_in() + g), graph);
        add_edge(vertex(netlist.gates()[vertex(g)].b), vertex(netlist.n_in() + g), graph);
    }
    for (int i = 0; i < netlist.n_out(); ++i)
        if (netlist.outputs()[vertex(i)] != constant_zero)
            add_edge(vertex(netlist.outputs()[vertex(i)]), vertex(netlist.signals() + i), graph);
    return graph;
}

} // namespace fracbit::models

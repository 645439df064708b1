#include "models/circuits/netlist_properties.hpp"

#include "models/circuits/netlist_graph.hpp"

#include <algorithm>

namespace fracbit::models {

NetlistProperties properties(const XorNetlist& netlist) {
    NetlistProperties found;
    found.xor2 = netlist.xor2();
    found.depth = depth(netlist);
    const std::vector<int> levels = signal_levels(netlist);
    found.gates_per_level.assign(static_cast<std::size_t>(*std::max_element(levels.begin(), levels.end())), 0);
    for (const int level : levels)
        if (level > 0) ++found.gates_per_level[static_cast<std::size_t>(level - 1)];
    const std::vector<int> readers = fan_outs(netlist);
    found.max_fan_out = *std::max_element(readers.begin(), readers.end());
    found.fan_out_histogram.assign(static_cast<std::size_t>(found.max_fan_out) + 1, 0);
    for (const int count : readers) ++found.fan_out_histogram[static_cast<std::size_t>(count)];
    found.direct_outputs = static_cast<int>(std::count_if(netlist.outputs().begin(), netlist.outputs().end(),
                                                          [&](Signal s) { return s < netlist.n_in(); }));
    return found;
}

std::vector<int> fan_outs(const XorNetlist& netlist) {
    const NetlistGraph graph = to_graph(netlist);
    std::vector<int> readers;
    for (std::size_t s = 0; s < static_cast<std::size_t>(netlist.signals()); ++s)
        readers.push_back(static_cast<int>(out_degree(s, graph)));
    return readers;
}

std::vector<Signal> critical_path(const XorNetlist& netlist) {
    const std::vector<int> levels = signal_levels(netlist);
    Signal at = constant_zero;
    for (const Signal output : netlist.outputs())
        if (output != constant_zero &&
            (at == constant_zero || levels[static_cast<std::size_t>(output)] > levels[static_cast<std::size_t>(at)]))
            at = output;
    std::vector<Signal> path;
    while (at != constant_zero) {
        path.push_back(at);
        if (at < netlist.n_in()) break;
        const XorGate& gate = netlist.gates()[static_cast<std::size_t>(at - netlist.n_in())];
        at = levels[static_cast<std::size_t>(gate.b)] > levels[static_cast<std::size_t>(gate.a)] ? gate.b : gate.a;
    }
    std::reverse(path.begin(), path.end());
    return path;
}

} // namespace fracbit::models

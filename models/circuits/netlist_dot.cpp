#include "models/circuits/netlist_dot.hpp"

#include "models/circuits/netlist_graph.hpp"

#include <algorithm>
#include <sstream>

#include <boost/graph/graphviz.hpp>
#include <fmt/format.h>

namespace fracbit::models {
namespace {

std::string vertex_attributes(const XorNetlist& netlist, int vertex) {
    if (vertex < netlist.n_in()) return fmt::format("[label=\"x{}\", shape=box]", vertex);
    if (vertex < netlist.signals()) return fmt::format("[label=\"g{}\", shape=circle]", vertex - netlist.n_in());
    const int i = vertex - netlist.signals();
    const bool constant = netlist.outputs()[static_cast<std::size_t>(i)] == constant_zero;
    return fmt::format("[label=\"y{}{}\", shape=box, style=rounded]", i, constant ? " = 0" : "");
}

/// One line that puts some vertices side by side.
std::string rank(const std::string& kind, const std::vector<int>& vertices) {
    std::string text = fmt::format("{{rank={};", kind);
    for (const int v : vertices) text += fmt::format(" {};", v);
    return text + "}\n";
}

std::string ranks(const XorNetlist& netlist) {
    const std::vector<int> levels = signal_levels(netlist);
    std::vector<std::vector<int>> of_level(static_cast<std::size_t>(*std::max_element(levels.begin(), levels.end())) +
                                           1);
    for (int s = 0; s < netlist.signals(); ++s)
        of_level[static_cast<std::size_t>(levels[static_cast<std::size_t>(s)])].push_back(s);
    std::vector<int> outputs;
    outputs.reserve(netlist.outputs().size());
    for (int i = 0; i < netlist.n_out(); ++i) outputs.push_back(netlist.signals() + i);
    std::string text = rank("source", of_level[0]);
    for (std::size_t l = 1; l < of_level.size(); ++l) text += rank("same", of_level[l]);
    return text + rank("sink", outputs);
}

} // namespace

std::string netlist_dot(const XorNetlist& netlist) {
    std::ostringstream text;
    const auto vertex = [&](std::ostream& out, std::size_t v) {
        out << vertex_attributes(netlist, static_cast<int>(v));
    };
    const auto edge = [](std::ostream&, const auto&) {};
    const auto graph = [&](std::ostream& out) { out << ranks(netlist); };
    boost::write_graphviz(text, to_graph(netlist), vertex, edge, graph);
    return text.str();
}

} // namespace fracbit::models

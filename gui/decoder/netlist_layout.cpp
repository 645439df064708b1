#include "gui/decoder/netlist_layout.hpp"

#include "models/circuits/netlist_properties.hpp"

#include <algorithm>
#include <numeric>

namespace fracbit::gui {
namespace {

using models::Signal;
using models::XorNetlist;

std::vector<std::vector<int>> columns_of(const NetlistLayout& layout) {
    std::vector<std::vector<int>> columns(static_cast<std::size_t>(layout.columns));
    for (std::size_t node = 0; node < layout.nodes.size(); ++node)
        columns[static_cast<std::size_t>(layout.nodes[node].level)].push_back(static_cast<int>(node));
    return columns;
}

void spread(NetlistLayout& layout, const std::vector<int>& column) {
    for (std::size_t i = 0; i < column.size(); ++i)
        layout.nodes[static_cast<std::size_t>(column[i])].place =
            (static_cast<double>(i) + 0.5) / static_cast<double>(column.size());
}

/// Each column in the order of the mean place of its neighbours, forwards and backwards in turn.
void order_columns(NetlistLayout& layout) {
    std::vector<std::vector<int>> readers(layout.nodes.size()), sources(layout.nodes.size());
    for (const NetlistLayout::Edge& edge : layout.edges) {
        readers[static_cast<std::size_t>(edge.from)].push_back(edge.to);
        sources[static_cast<std::size_t>(edge.to)].push_back(edge.from);
    }
    std::vector<std::vector<int>> columns = columns_of(layout);
    for (const auto& column : columns) spread(layout, column);
    constexpr int passes = 4;
    std::vector<double> wish(layout.nodes.size());
    for (int pass = 0; pass < passes; ++pass) {
        const bool forwards = pass % 2 == 0;
        const auto& neighbours = forwards ? sources : readers;
        for (std::size_t i = 0; i < columns.size(); ++i) {
            std::vector<int>& column = columns[forwards ? i : columns.size() - 1 - i];
            for (const int node : column) {
                const auto index = static_cast<std::size_t>(node);
                const std::vector<int>& near = neighbours[index];
                double sum = 0;
                for (const int other : near) sum += layout.nodes[static_cast<std::size_t>(other)].place;
                wish[index] = near.empty() ? layout.nodes[index].place : sum / static_cast<double>(near.size());
            }
            // Inputs keep their order: people look for them by number.
            if (layout.nodes[static_cast<std::size_t>(column.empty() ? 0 : column.front())].level > 0)
                std::stable_sort(column.begin(), column.end(), [&wish](int a, int b) {
                    return wish[static_cast<std::size_t>(a)] < wish[static_cast<std::size_t>(b)];
                });
            spread(layout, column);
        }
    }
}

} // namespace

std::vector<bool> cone_of(const XorNetlist& netlist, int output) {
    std::vector<bool> needed(static_cast<std::size_t>(netlist.signals()), false);
    const Signal end = netlist.outputs()[static_cast<std::size_t>(output)];
    if (end == models::constant_zero) return needed;
    needed[static_cast<std::size_t>(end)] = true;
    for (int gate = netlist.xor2() - 1; gate >= 0; --gate) {
        if (!needed[static_cast<std::size_t>(netlist.n_in() + gate)]) continue;
        const models::XorGate& pins = netlist.gates()[static_cast<std::size_t>(gate)];
        needed[static_cast<std::size_t>(pins.a)] = needed[static_cast<std::size_t>(pins.b)] = true;
    }
    return needed;
}

NetlistLayout layout_of(const XorNetlist& netlist, std::optional<int> output) {
    NetlistLayout layout;
    const std::vector<int> levels = models::signal_levels(netlist), fans = models::fan_outs(netlist);
    const std::vector<bool> cone = output ? cone_of(netlist, *output) : std::vector<bool>();
    std::vector<int> node_of(static_cast<std::size_t>(netlist.signals()), -1);
    int deepest = 0;
    for (Signal signal = 0; signal < netlist.signals(); ++signal) {
        const auto index = static_cast<std::size_t>(signal);
        if (output && !cone[index]) continue;
        const bool input = signal < netlist.n_in();
        node_of[index] = static_cast<int>(layout.nodes.size());
        layout.nodes.push_back({input ? NetlistNode::Kind::input : NetlistNode::Kind::gate,
                                input ? signal : signal - netlist.n_in(), signal, levels[index], 0, fans[index]});
        deepest = std::max(deepest, levels[index]);
        if (input) continue;
        const models::XorGate& pins = netlist.gates()[static_cast<std::size_t>(signal - netlist.n_in())];
        for (const Signal pin : {pins.a, pins.b})
            layout.edges.push_back({node_of[static_cast<std::size_t>(pin)], node_of[index]});
    }
    for (int i = 0; i < netlist.n_out(); ++i) {
        if (output && i != *output) continue;
        const Signal signal = netlist.outputs()[static_cast<std::size_t>(i)];
        const auto node = static_cast<int>(layout.nodes.size());
        layout.nodes.push_back({NetlistNode::Kind::output, i, signal, deepest + 1, 0, 0});
        if (signal != models::constant_zero) layout.edges.push_back({node_of[static_cast<std::size_t>(signal)], node});
    }
    layout.columns = deepest + 2;
    for (const auto& column : columns_of(layout))
        layout.most_in_column = std::max(layout.most_in_column, static_cast<int>(column.size()));
    order_columns(layout);
    return layout;
}

} // namespace fracbit::gui

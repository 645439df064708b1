#include "gui/decoder/netlist_layout.hpp"

#include "models/circuits/netlist_properties.hpp"
#include "models/circuits/synthesis.hpp"

#include <algorithm>
#include <bit>
#include <set>

#include <catch2/catch.hpp>

using namespace fracbit;
using namespace fracbit::gui;

namespace {

models::XorNetlist netlist_of(int n_in, int n_out, int taps, std::uint64_t seed) {
    return models::synthesize(models::XorNetwork({n_in, n_out, taps, seed})).netlist;
}

} // namespace

TEST_CASE("A layout has every input, gate and output once, gates at their level, outputs behind the last") {
    const models::XorNetlist netlist = netlist_of(8, 24, 3, 1);
    const NetlistLayout layout = layout_of(netlist);
    const std::vector<int> levels = models::signal_levels(netlist), fans = models::fan_outs(netlist);
    int inputs = 0, gates = 0, outputs = 0;
    for (const NetlistNode& node : layout.nodes) {
        CHECK(node.place > 0);
        CHECK(node.place < 1);
        if (node.kind == NetlistNode::Kind::output) {
            ++outputs;
            CHECK(node.level == layout.columns - 1);
            continue;
        }
        ++(node.kind == NetlistNode::Kind::input ? inputs : gates);
        CHECK(node.level == levels[static_cast<std::size_t>(node.signal)]);
        CHECK(node.fan_out == fans[static_cast<std::size_t>(node.signal)]);
    }
    CHECK(inputs == 8);
    CHECK(gates == netlist.xor2());
    CHECK(outputs == 24);
    CHECK(layout.edges.size() == static_cast<std::size_t>(2 * netlist.xor2() + 24));
    for (const NetlistLayout::Edge& edge : layout.edges)
        CHECK(layout.nodes[static_cast<std::size_t>(edge.from)].level <
              layout.nodes[static_cast<std::size_t>(edge.to)].level);
}

TEST_CASE("No two parts of a column share a place") {
    const NetlistLayout layout = layout_of(netlist_of(10, 30, 4, 2));
    std::set<std::pair<int, double>> places;
    for (const NetlistNode& node : layout.nodes) CHECK(places.insert({node.level, node.place}).second);
}

TEST_CASE("The cone of an output sums its row's taps and holds nothing else") {
    const models::XorNetwork network({10, 30, 0, 3});
    const models::XorNetlist netlist = models::synthesize(network).netlist;
    for (int output = 0; output < network.n_out(); ++output) {
        CAPTURE(output);
        const std::vector<bool> cone = cone_of(netlist, output);
        // A tap that cancels may be in the cone, too; one that counts must be.
        for (int input = 0; input < network.n_in(); ++input)
            if ((network.row(output) >> input & 1U) != 0) CHECK(cone[static_cast<std::size_t>(input)]);
        const NetlistLayout layout = layout_of(netlist, output);
        CHECK(std::count(cone.begin(), cone.end(), true) + 1 == static_cast<std::ptrdiff_t>(layout.nodes.size()));
        CHECK(layout.nodes.back().kind == NetlistNode::Kind::output);
        CHECK(layout.nodes.back().number == output);
    }
}

TEST_CASE("An output that is constant needs nothing") {
    const models::XorNetlist netlist(2, {{0, 1}}, {2, models::constant_zero});
    const std::vector<bool> cone = cone_of(netlist, 1);
    CHECK(std::none_of(cone.begin(), cone.end(), [](bool needed) { return needed; }));
    CHECK(layout_of(netlist, 1).nodes.size() == 1);
    CHECK(layout_of(netlist).edges.size() == 3);
}

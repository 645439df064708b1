#include "models/circuits/xor_netlist.hpp"

#include "models/core/error.hpp"

#include <algorithm>

#include <fmt/format.h>

namespace fracbit::models {
namespace {

void check(int n_in, const std::vector<XorGate>& gates, const std::vector<Signal>& outputs) {
    if (n_in < 1 || n_in > max_n_in)
        throw ConfigError(fmt::format("a netlist has 1 to {} inputs, not {}", max_n_in, n_in));
    for (std::size_t g = 0; g < gates.size(); ++g) {
        const int own = n_in + static_cast<int>(g);
        if (gates[g].a < 0 || gates[g].a >= gates[g].b || gates[g].b >= own)
            throw ConfigError(fmt::format(
                "gate {} reads signals {} and {}; allowed are two different ones, the smaller first, of 0 to {}", g,
                gates[g].a, gates[g].b, own - 1));
    }
    const int signals = n_in + static_cast<int>(gates.size());
    for (std::size_t i = 0; i < outputs.size(); ++i)
        if (outputs[i] != constant_zero && (outputs[i] < 0 || outputs[i] >= signals))
            throw ConfigError(fmt::format("output {} reads signal {}; allowed are 0 to {}, or {} for constant 0", i,
                                          outputs[i], signals - 1, constant_zero));
}

} // namespace

XorNetlist::XorNetlist(int n_in, std::vector<XorGate> gates, std::vector<Signal> outputs)
    : n_in_(n_in), gates_(std::move(gates)), outputs_(std::move(outputs)) {
    check(n_in_, gates_, outputs_);
}

std::vector<int> signal_levels(const XorNetlist& netlist) {
    std::vector<int> levels(static_cast<std::size_t>(netlist.n_in()), 0);
    levels.reserve(static_cast<std::size_t>(netlist.signals()));
    for (const XorGate& gate : netlist.gates())
        levels.push_back(1 +
                         std::max(levels[static_cast<std::size_t>(gate.a)], levels[static_cast<std::size_t>(gate.b)]));
    return levels;
}

int depth(const XorNetlist& netlist) {
    const std::vector<int> levels = signal_levels(netlist);
    int deepest = 0;
    for (const Signal output : netlist.outputs())
        if (output != constant_zero) deepest = std::max(deepest, levels[static_cast<std::size_t>(output)]);
    return deepest;
}

std::vector<std::uint64_t> computed_rows(const XorNetlist& netlist) {
    std::vector<std::uint64_t> sums;
    sums.reserve(static_cast<std::size_t>(netlist.signals()));
    for (int j = 0; j < netlist.n_in(); ++j) sums.push_back(std::uint64_t{1} << j);
    for (const XorGate& gate : netlist.gates())
        sums.push_back(sums[static_cast<std::size_t>(gate.a)] ^ sums[static_cast<std::size_t>(gate.b)]);
    std::vector<std::uint64_t> rows;
    rows.reserve(netlist.outputs().size());
    for (const Signal output : netlist.outputs())
        rows.push_back(output == constant_zero ? 0 : sums[static_cast<std::size_t>(output)]);
    return rows;
}

bool computes(const XorNetlist& netlist, const XorNetwork& network) {
    return netlist.n_in() == network.n_in() && computed_rows(netlist) == network.rows();
}

} // namespace fracbit::models

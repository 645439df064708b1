#include "models/circuits/synthesis.hpp"

#include "models/circuits/netlist_builder.hpp"
#include "models/circuits/pair_sharing.hpp"
#include "models/core/error.hpp"

#include <algorithm>
#include <bit>
#include <functional>
#include <set>

#include <fmt/format.h>

namespace fracbit::models {
namespace {

/// Least depth of a tree over `weight` inputs.
int levels_of(int weight) { return weight < 2 ? 0 : std::bit_width(static_cast<unsigned>(weight - 1)); }

void check_depth(const XorNetwork& network, const SynthesisOptions& options) {
    if (!options.max_depth) return;
    int heaviest = 0;
    for (int i = 1; i < network.n_out(); ++i)
        if (std::popcount(network.row(i)) > std::popcount(network.row(heaviest))) heaviest = i;
    const int weight = std::popcount(network.row(heaviest));
    if (levels_of(weight) > *options.max_depth)
        throw ConfigError(fmt::format(
            "row {} has {} ones and needs at least {} levels of two-input gates; the depth limit is {}: allow {} or "
            "more",
            heaviest, weight, levels_of(weight), *options.max_depth, levels_of(weight)));
}

/// The rows that need gates, each once, as sets of inputs.
std::vector<SignalRow> rows_to_sum(const XorNetwork& network) {
    std::vector<SignalRow> rows;
    std::set<std::uint64_t> seen;
    for (const std::uint64_t row : network.rows()) {
        if (std::popcount(row) < 2 || !seen.insert(row).second) continue;
        rows.emplace_back();
        for (std::uint64_t left = row; left != 0; left &= left - 1) rows.back().push_back(std::countr_zero(left));
    }
    return rows;
}

} // namespace

const char* to_string(SynthesisMethod method) {
    switch (method) {
    case SynthesisMethod::trees:
        return "trees";
    case SynthesisMethod::paar:
        return "paar";
    case SynthesisMethod::paar_random:
        return "paar_random";
    case SynthesisMethod::boyar_peralta:
        return "boyar_peralta";
    case SynthesisMethod::four_russians:
        return "four_russians";
    }
    return "unknown";
}

Synthesis synthesize(const XorNetwork& network, const SynthesisOptions& options) {
    check_depth(network, options);
    const std::vector<SignalRow> rows = rows_to_sum(network);

    NetlistBuilder trees(network.n_in());
    for (const SignalRow& row : rows) trees.balanced(row);
    Synthesis best{trees.netlist(network.rows()), SynthesisMethod::trees};

    NetlistBuilder paar(network.n_in());
    share_pairs(paar, rows, {options.max_depth, nullptr});
    XorNetlist candidate = paar.netlist(network.rows());
    if (candidate.xor2() < best.netlist.xor2()) best = {std::move(candidate), SynthesisMethod::paar};
    return best;
}

} // namespace fracbit::models

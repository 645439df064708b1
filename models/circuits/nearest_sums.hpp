// Circuits that use cancellation: gates are chosen by how much nearer they bring the rows, a row's distance being the
// number of gates that it still needs (J. Boyar, R. Peralta, "A new combinational logic minimization technique with
// applications to cryptology", SEA 2010). Their distances are exact and exponential to find; here they are exact up to
// three gates, found with a table of the sums of two signals, and rows further away wait: each gate makes all rows
// nearer, and in a space of 2^n sums some row is soon three gates away.
#pragma once

#include "models/circuits/xor_netlist.hpp"
#include "models/core/cancelled.hpp"
#include "models/core/random.hpp"

#include <cstdint>
#include <optional>
#include <vector>

namespace fracbit::models {

class NetlistBuilder;

struct NearestSumsOptions {
    std::optional<int> max_depth; ///< 2^max_depth >= ones of every target
    Random* random = nullptr;     ///< breaks ties; without it the first candidate wins
    int two_gates = 4;            ///< what it is worth to bring a row from two gates to one,
    int three_gates = 1;          ///< and from three to two; both at least 1
    CancelCheck cancelled{};      ///< asked before each gate
};

/// Makes a signal for each target, a sum of some of the builder's inputs, from the signals to start from: those inputs,
/// and gates over them if some exist. Work is counted in look-ups of sums, about targets x signals^2 / 4, and taken
/// from `budget`; false, and some gates for nothing, where that runs out.
bool sum_nearest_first(NetlistBuilder& builder, const std::vector<Signal>& start,
                       const std::vector<std::uint64_t>& targets, const NearestSumsOptions& options,
                       std::int64_t& budget);

} // namespace fracbit::models

// Makes netlists gate by gate and knows what each signal sums, so that no sum is made twice.
#pragma once

#include "models/circuits/xor_netlist.hpp"

#include <cstdint>
#include <unordered_map>
#include <vector>

namespace fracbit::models {

class NetlistBuilder {
public:
    /// The inputs are there from the start.
    explicit NetlistBuilder(int n_in);

    /// The signal that sums a and b: one that exists, unless the new gate stands on a lower level. Constant 0 may go in
    /// and come out.
    Signal gate(Signal a, Signal b);
    /// The sum of several signals with the least depth; constant 0 for none.
    Signal balanced(const std::vector<Signal>& signals);

    [[nodiscard]] int signals() const { return static_cast<int>(sums_.size()); }
    [[nodiscard]] int n_in() const { return n_in_; }
    [[nodiscard]] const XorGate& made_of(Signal signal) const {
        return gates_[static_cast<std::size_t>(signal - n_in_)];
    }
    [[nodiscard]] std::uint64_t sum(Signal signal) const { return sums_[static_cast<std::size_t>(signal)]; }
    [[nodiscard]] int level(Signal signal) const { return levels_[static_cast<std::size_t>(signal)]; }
    /// The lowest signal with this sum (a mask of inputs), constant_zero for 0. It must have been made.
    [[nodiscard]] Signal signal_of(std::uint64_t sum) const;

    /// The circuit with one output a row, each made before; gates that no row needs are left out.
    [[nodiscard]] XorNetlist netlist(const std::vector<std::uint64_t>& rows) const;

private:
    int n_in_;
    std::vector<XorGate> gates_;
    std::vector<std::uint64_t> sums_; ///< [signal]
    std::vector<int> levels_;         ///< [signal]
    std::unordered_map<std::uint64_t, Signal> by_sum_;
};

/// Least levels in which one tree can sum signals of these levels: the least D with sum of 2^level <= 2^D. 0 for none.
int least_depth(std::vector<int> levels);

} // namespace fracbit::models

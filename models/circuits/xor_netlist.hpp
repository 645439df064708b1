// A circuit of two-input XOR gates that computes y = M x over GF(2).
#pragma once

#include "models/xor/xor_network.hpp"

#include <cstdint>
#include <vector>

namespace fracbit::models {

/// What a gate's pin or an output is connected to: an input (0 .. n_in-1), gate g (n_in + g), or constant 0.
using Signal = int;
inline constexpr Signal constant_zero = -1;

struct XorGate {
    Signal a = 0, b = 0; ///< a < b, both below the gate's own signal
    friend bool operator==(const XorGate&, const XorGate&) = default;
};

/// Immutable. Gates stand in topological order, so a gate only reads what comes before it.
class XorNetlist {
public:
    /// Throws ConfigError if a gate or an output reads what does not exist (yet), or a gate reads one signal twice.
    XorNetlist(int n_in, std::vector<XorGate> gates, std::vector<Signal> outputs);

    [[nodiscard]] int n_in() const { return n_in_; }
    [[nodiscard]] int n_out() const { return static_cast<int>(outputs_.size()); }
    [[nodiscard]] const std::vector<XorGate>& gates() const { return gates_; }
    [[nodiscard]] const std::vector<Signal>& outputs() const { return outputs_; }
    /// Gates: the circuit's XOR2 count.
    [[nodiscard]] int xor2() const { return static_cast<int>(gates_.size()); }
    /// Signals: inputs, then gates.
    [[nodiscard]] int signals() const { return n_in_ + xor2(); }
    friend bool operator==(const XorNetlist&, const XorNetlist&) = default;

private:
    int n_in_;
    std::vector<XorGate> gates_;
    std::vector<Signal> outputs_;
};

/// Level of each signal: 0 for inputs, else 1 + the later of the gate's two (an output's depth is its signal's level).
std::vector<int> signal_levels(const XorNetlist& netlist);
/// Levels of gates on the longest way to an output; 0 where no output needs a gate.
int depth(const XorNetlist& netlist);

/// The matrix that the circuit computes: row i is what output i sums. A linear map is known by its unit vectors, so
/// equal rows are a proof of equality.
std::vector<std::uint64_t> computed_rows(const XorNetlist& netlist);
/// Whether the circuit computes the network, for all inputs.
bool computes(const XorNetlist& netlist, const XorNetwork& network);

} // namespace fracbit::models

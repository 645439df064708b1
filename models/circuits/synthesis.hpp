// From a matrix to a small circuit of two-input XOR gates: several constructions are tried, the smallest is kept.
#pragma once

#include "models/circuits/xor_netlist.hpp"
#include "models/core/cancelled.hpp"

#include <cstdint>
#include <optional>

namespace fracbit::models {

enum class SynthesisMethod {
    trees,         ///< a balanced tree per row, equal rows once
    paar,          ///< the pair of signals that most rows share becomes a gate, again and again (pair_sharing.hpp)
    paar_random,   ///< the same with ties broken at random, best of several
    boyar_peralta, ///< with cancellation: gates that bring the rows nearer, best of several (nearest_sums.hpp)
    four_russians  ///< the sums of blocks of inputs that rows need, made as above, then sums of blocks (block_sums.hpp)
};
inline constexpr int synthesis_methods = 5;
const char* to_string(SynthesisMethod method);

struct SynthesisOptions {
    std::optional<int> max_depth; ///< levels of gates between any input and any output
    std::uint64_t seed = 1;       ///< of the randomized constructions; equal seeds give equal circuits
    CancelCheck cancelled{};      ///< asked before each gate
};

struct Synthesis {
    XorNetlist netlist;
    SynthesisMethod method = SynthesisMethod::trees;
};

/// The circuit with the fewest gates, then the lowest depth, of all constructions that the size affords. The work is
/// bounded by counts, not by time, so the result is the same on every machine. Throws ConfigError if a row has more
/// than 2^max_depth ones: it names the row and the least depth that is possible; Cancelled.
Synthesis synthesize(const XorNetwork& network, const SynthesisOptions& options = {});

/// The best circuit of one method; nothing where the method cannot keep the depth limit or would cost too much work.
/// Errors as above.
std::optional<XorNetlist> synthesize_by(SynthesisMethod method, const XorNetwork& network,
                                        const SynthesisOptions& options = {});

} // namespace fracbit::models

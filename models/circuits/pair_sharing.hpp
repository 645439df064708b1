// Circuits by greedy pair sharing: the two signals that most rows sum together become a gate, again and again (C. Paar,
// "Optimized arithmetic for Reed-Solomon encoders", ISIT 1997). Sums are never cancelled.
#pragma once

#include "models/circuits/xor_netlist.hpp"
#include "models/core/cancelled.hpp"
#include "models/core/random.hpp"

#include <cstdint>
#include <optional>
#include <vector>

namespace fracbit::models {

/// A row as the set of signals of a builder that it sums.
using SignalRow = std::vector<Signal>;

class NetlistBuilder;

struct PairSharingOptions {
    std::optional<int> max_depth; ///< every row must be able to keep it: sum of 2^level over its signals <= 2^max_depth
    Random* random = nullptr;     ///< breaks ties; without it the pair that was found first wins
    CancelCheck cancelled{};      ///< asked before each gate
};

/// Sums each row, adding gates to the builder; a pair is shared only by rows that can still keep the depth limit. Time:
/// per gate one pass over the signals that are still read, each n_rows / 64 words.
void share_pairs(NetlistBuilder& builder, const std::vector<SignalRow>& rows, const PairSharingOptions& options);

} // namespace fracbit::models

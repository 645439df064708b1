// Circuits for wide matrices, after the method of four Russians (Arlazarov, Dinic, Kronrod, Faradzev 1970): the inputs
// are cut into blocks, each sum of a block that some row needs is made once, and rows are sums of blocks. Here the sums
// of a block are made nearest first, not all of them, which allows blocks of 32 inputs; sums of blocks share pairs.
#pragma once

#include "models/circuits/nearest_sums.hpp"

namespace fracbit::models {

/// Makes a signal for each of `rows` from blocks of ceil(n_in / blocks) inputs or one less, with what `options` say of
/// depth and ties. False, and some gates for nothing, if the budget runs out or the blocks cannot keep the depth limit.
bool sum_by_blocks(NetlistBuilder& builder, const std::vector<std::uint64_t>& rows, int blocks,
                   const NearestSumsOptions& options, std::int64_t& budget);

} // namespace fracbit::models

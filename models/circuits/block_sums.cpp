#include "models/circuits/block_sums.hpp"

#include "models/circuits/netlist_builder.hpp"
#include "models/circuits/pair_sharing.hpp"

#include <algorithm>
#include <bit>

namespace fracbit::models {
namespace {

struct Block {
    std::vector<Signal> inputs;
    std::uint64_t mask = 0;
};

std::vector<Block> cut_into_blocks(int n_in, int count) {
    std::vector<Block> blocks(static_cast<std::size_t>(count));
    for (Signal j = 0; j < n_in; ++j) {
        Block& block = blocks[static_cast<std::size_t>(j * count / n_in)];
        block.inputs.push_back(j);
        block.mask |= std::uint64_t{1} << j;
    }
    return blocks;
}

std::vector<std::uint64_t> distinct_parts(const std::vector<std::uint64_t>& rows, std::uint64_t mask) {
    std::vector<std::uint64_t> parts;
    parts.reserve(rows.size());
    for (const std::uint64_t row : rows) parts.push_back(row & mask);
    std::sort(parts.begin(), parts.end());
    parts.erase(std::unique(parts.begin(), parts.end()), parts.end());
    return parts;
}

} // namespace

bool sum_by_blocks(NetlistBuilder& builder, const std::vector<std::uint64_t>& rows, int blocks,
                   const NearestSumsOptions& options, std::int64_t& budget) {
    NearestSumsOptions inside = options;
    // A tree over all blocks keeps the limit if each block keeps what the tree leaves.
    if (options.max_depth) inside.max_depth = *options.max_depth - std::bit_width(static_cast<unsigned>(blocks - 1));
    if (inside.max_depth && *inside.max_depth < 0) return false;
    const std::vector<Block> cut = cut_into_blocks(builder.n_in(), blocks);
    for (const Block& block : cut) {
        const std::vector<std::uint64_t> parts = distinct_parts(rows, block.mask);
        const auto too_heavy = [&](std::uint64_t part) {
            return part != 0 &&
                   static_cast<int>(std::bit_width(static_cast<unsigned>(std::popcount(part) - 1))) > *inside.max_depth;
        };
        if (inside.max_depth && std::any_of(parts.begin(), parts.end(), too_heavy)) return false;
        if (!sum_nearest_first(builder, block.inputs, parts, inside, budget)) return false;
    }
    std::vector<SignalRow> sums_of_blocks;
    for (const std::uint64_t row : rows) {
        sums_of_blocks.emplace_back();
        for (const Block& block : cut)
            if ((row & block.mask) != 0) sums_of_blocks.back().push_back(builder.signal_of(row & block.mask));
    }
    share_pairs(builder, sums_of_blocks, {options.max_depth, options.random, options.cancelled});
    return true;
}

} // namespace fracbit::models

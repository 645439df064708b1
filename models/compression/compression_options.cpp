#include "models/compression/compression_options.hpp"

#include "models/core/error.hpp"
#include "models/xor/xor_network.hpp"

#include <cmath>
#include <fmt/format.h>
#include <fmt/ranges.h>
#include <string>
#include <vector>

namespace fracbit::models {

void validate(const CompressionOptions& options) {
    std::vector<std::string> problems;
    const auto in_range = [&](const char* name, auto value, auto low, auto high) {
        if (!(value >= low && value <= high))
            problems.push_back(fmt::format("{} is {}, allowed is {} to {}", name, value, low, high));
    };
    constexpr std::int64_t large = std::int64_t{1} << 40;
    in_range("sparsity", options.sparsity, 0.0, 1.0);
    if (options.mask == MaskFormat::low_rank && !(options.mask_budget > 0 && options.mask_budget <= 2))
        problems.push_back(
            fmt::format("the budget of a low-rank mask is {} bits a weight, allowed is more than 0, at most 2",
                        options.mask_budget));
    in_range("q", options.q, 1, 8);
    in_range("max_rounds", options.max_rounds, 0, 1'000'000);
    if (options.order != StorageOrder::k_major && options.order != StorageOrder::tiled)
        problems.push_back(
            fmt::format("the order is {}, sparse weights are stored k-major or tiled", to_string(options.order)));
    in_range("group_rows", options.group_rows, std::int64_t{1}, large);
    if (options.order == StorageOrder::tiled) in_range("tile_columns", options.tile_columns, std::int64_t{1}, large);
    in_range("n_in", options.n_in, 1, max_n_in);
    in_range("registers", options.registers, 0, max_n_in - 1);
    if (options.registers > 0 && std::int64_t{options.n_in} * (options.registers + 1) > max_n_in)
        problems.push_back(
            fmt::format("n_in = {} with {} registers needs {} columns of the XOR network, allowed are {}", options.n_in,
                        options.registers, std::int64_t{options.n_in} * (options.registers + 1), max_n_in));
    else if (options.n_out != 0)
        in_range("n_out", options.n_out, options.columns(), max_n_out);
    in_range("taps", options.taps, 0, std::max(options.columns(), 0));
    if (options.patches == PatchFormat::none)
        problems.emplace_back("patches are 'none', pruned weights need counted patches or gaps");
    in_range("block_slices", options.block_slices, 0, 1 << 20);
    in_range("beam", options.beam, std::int64_t{0}, std::int64_t{1} << 20);
    in_range("sample_weights", options.sample_weights, std::int64_t{1}, large);
    in_range("part_weights", options.part_weights, std::int64_t{1}, large);
    if (!problems.empty()) throw ConfigError(fmt::format("encoding: {}", fmt::join(problems, "\n")));
}

} // namespace fracbit::models

#include "models/xor/xor_properties.hpp"

#include "models/gf2/bit_matrix.hpp"

#include <algorithm>
#include <bit>

namespace fracbit::models {
namespace {

/// Walks all x != 0 in Gray-code order: each step adds one column of M to the output.
int minimum_distance(const XorNetwork& network) {
    const auto words = static_cast<std::size_t>((network.n_out() + 63) / 64);
    std::vector<std::uint64_t> columns(static_cast<std::size_t>(network.n_in()) * words);
    for (int i = 0; i < network.n_out(); ++i)
        for (int j = 0; j < network.n_in(); ++j)
            columns[static_cast<std::size_t>(j) * words + static_cast<std::size_t>(i / 64)] |=
                (network.row(i) >> j & 1U) << (i % 64);

    std::vector<std::uint64_t> output(words);
    int least = network.n_out();
    for (std::uint64_t step = 1; step < std::uint64_t{1} << network.n_in(); ++step) {
        const auto* column = columns.data() + static_cast<std::size_t>(std::countr_zero(step)) * words;
        int weight = 0;
        for (std::size_t w = 0; w < words; ++w) weight += std::popcount(output[w] ^= column[w]);
        least = std::min(least, weight);
    }
    return least;
}

} // namespace

XorProperties properties(const XorNetwork& network) {
    XorProperties result;
    const auto matrix = BitMatrix::from_masks(network.rows(), network.n_in());
    result.rank = static_cast<int>(matrix.rank());
    result.duplicate_rows = static_cast<int>(matrix.duplicate_rows().size());
    result.row_weight_histogram.resize(static_cast<std::size_t>(network.n_in()) + 1);
    result.min_row_weight = network.n_in();
    for (const auto row : network.rows()) {
        const int weight = std::popcount(row);
        ++result.row_weight_histogram[static_cast<std::size_t>(weight)];
        result.min_row_weight = std::min(result.min_row_weight, weight);
        result.max_row_weight = std::max(result.max_row_weight, weight);
    }
    result.zero_rows = result.row_weight_histogram.front();
    result.naive_xor2 = naive_xor2(network);
    result.logic_levels = logic_levels(network);
    if (network.n_in() <= max_n_in_of_distance) result.minimum_distance = minimum_distance(network);
    return result;
}

int logic_levels(const XorNetwork& network) {
    int heaviest = 1;
    for (const auto row : network.rows()) heaviest = std::max(heaviest, std::popcount(row));
    return std::bit_width(static_cast<unsigned>(heaviest - 1));
}

std::int64_t naive_xor2(const XorNetwork& network) {
    std::int64_t gates = 0;
    for (const auto row : network.rows()) gates += std::max(0, std::popcount(row) - 1);
    return gates;
}

} // namespace fracbit::models

#include "models/gf2/bit_matrix.hpp"

#include "models/core/error.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <bit>
#include <numeric>

namespace fracbit::models {

BitMatrix::BitMatrix(std::int64_t rows, std::int64_t columns)
    : rows_(rows), columns_(columns), words_per_row_((columns + 63) / 64),
      words_(static_cast<std::size_t>(rows * words_per_row_)) {}

BitMatrix BitMatrix::from_masks(std::span<const std::uint64_t> rows, int columns) {
    BitMatrix matrix(static_cast<std::int64_t>(rows.size()), columns);
    if (columns == 0) return matrix;
    const std::uint64_t inside = ~std::uint64_t{0} >> (64 - columns);
    std::transform(rows.begin(), rows.end(), matrix.words_.begin(), [&](auto mask) { return mask & inside; });
    return matrix;
}

BitVector BitMatrix::multiply(const BitVector& x) const {
    if (x.size() != columns_)
        throw ConfigError(fmt::format("cannot multiply a {} x {} matrix by {} bits: the vector must hold {} bits",
                                      rows_, columns_, x.size(), columns_));
    BitVector y(rows_);
    for (std::int64_t i = 0; i < rows_; ++i) {
        const auto bits = row(i);
        // The parity of a sum of ones is the parity of the XOR of the words.
        const std::uint64_t folded = std::transform_reduce(bits.begin(), bits.end(), x.words().begin(),
                                                           std::uint64_t{0}, std::bit_xor<>{}, std::bit_and<>{});
        y.set(i, std::popcount(folded) & 1);
    }
    return y;
}

std::int64_t BitMatrix::rank() const {
    BitMatrix work = *this;
    std::int64_t rank = 0;
    for (std::int64_t column = 0; column < columns_ && rank < rows_; ++column) {
        std::int64_t pivot = rank;
        while (pivot < rows_ && !work.get(pivot, column)) ++pivot;
        if (pivot == rows_) continue;
        const auto words = [&](std::int64_t i) { return work.words_.begin() + i * words_per_row_; };
        if (pivot != rank) std::swap_ranges(words(rank), words(rank) + words_per_row_, words(pivot));
        for (std::int64_t i = pivot + 1; i < rows_; ++i)
            if (work.get(i, column))
                std::transform(words(i), words(i) + words_per_row_, words(rank), words(i), std::bit_xor<>{});
        ++rank;
    }
    return rank;
}

std::vector<std::int64_t> BitMatrix::duplicate_rows() const {
    const auto before = [&](std::int64_t a, std::int64_t b) {
        return std::ranges::lexicographical_compare(row(a), row(b));
    };
    std::vector<std::int64_t> order(static_cast<std::size_t>(rows_));
    std::iota(order.begin(), order.end(), 0);
    std::stable_sort(order.begin(), order.end(), before); // equal rows stay in index order: the first is the original
    std::vector<std::int64_t> duplicates;
    for (std::size_t i = 1; i < order.size(); ++i)
        if (std::ranges::equal(row(order[i - 1]), row(order[i]))) duplicates.push_back(order[i]);
    std::sort(duplicates.begin(), duplicates.end());
    return duplicates;
}

} // namespace fracbit::models

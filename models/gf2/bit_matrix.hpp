// A dense matrix over GF(2), rows packed 64 columns to a word. Bits past the last column are zero.
#pragma once

#include "models/gf2/bit_vector.hpp"

#include <cstdint>
#include <span>
#include <vector>

namespace fracbit::models {

class BitMatrix {
public:
    BitMatrix() = default;
    /// All zero; sizes >= 0.
    BitMatrix(std::int64_t rows, std::int64_t columns);
    /// One 64-bit mask per row, bit j is column j; `columns` <= 64, higher bits are ignored.
    static BitMatrix from_masks(std::span<const std::uint64_t> rows, int columns);

    [[nodiscard]] std::int64_t rows() const { return rows_; }
    [[nodiscard]] std::int64_t columns() const { return columns_; }
    [[nodiscard]] bool get(std::int64_t row, std::int64_t column) const {
        return (words_[index(row, column)] >> (column & 63)) & 1U;
    }
    void set(std::int64_t row, std::int64_t column, bool value) {
        auto& word = words_[index(row, column)];
        word = (word & ~(std::uint64_t{1} << (column & 63))) | (std::uint64_t{value} << (column & 63));
    }
    [[nodiscard]] std::span<const std::uint64_t> row(std::int64_t i) const {
        return {words_.data() + i * words_per_row_, static_cast<std::size_t>(words_per_row_)};
    }

    /// y = M x, `rows()` bits. Throws ConfigError unless x holds `columns()` bits.
    [[nodiscard]] BitVector multiply(const BitVector& x) const;
    /// Number of linearly independent rows (Gaussian elimination on a copy).
    [[nodiscard]] std::int64_t rank() const;
    /// Indices of the rows equal to an earlier row, ascending.
    [[nodiscard]] std::vector<std::int64_t> duplicate_rows() const;

    friend bool operator==(const BitMatrix&, const BitMatrix&) = default;

private:
    [[nodiscard]] std::size_t index(std::int64_t row, std::int64_t column) const {
        return static_cast<std::size_t>(row * words_per_row_ + (column >> 6));
    }

    std::int64_t rows_ = 0;
    std::int64_t columns_ = 0;
    std::int64_t words_per_row_ = 0;
    std::vector<std::uint64_t> words_;
};

} // namespace fracbit::models

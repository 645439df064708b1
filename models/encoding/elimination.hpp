// Incremental Gauss-Jordan elimination over GF(2) of rows [m | y] with at most 64 columns.
#pragma once

#include <array>
#include <bit>
#include <cstdint>

namespace fracbit::models {

/// (Without the processor's instruction, a popcount is a call of a library function, and this is not.)
inline std::uint64_t parity(std::uint64_t bits) { return static_cast<std::uint64_t>(__builtin_parityll(bits)); }

/// The rows accepted so far, reduced: each has a pivot column in which all others are zero. So a new row is reduced by
/// the sum of the rows whose pivots it has, all known at once, and a solution can be read off without substitution.
class Elimination {
public:
    /// Adds the equation m x = y (0 or 1). False, and nothing changes, if it contradicts those added before.
    bool add(std::uint64_t m, std::uint64_t y) {
        const std::uint64_t used = m & pivots_;
        y ^= parity(right_ & used);
        for (auto left = used; left != 0; left &= left - 1) m ^= rows_[index(left)];
        if (m == 0) return y == 0;
        insert(m, y);
        return true;
    }
    [[nodiscard]] int rank() const { return rank_; }
    /// Solves what was added; the free unknowns are 0.
    [[nodiscard]] std::uint64_t solution() const { return right_; }

private:
    static std::size_t index(std::uint64_t bits) { return static_cast<std::size_t>(std::countr_zero(bits)); }

    void insert(std::uint64_t m, std::uint64_t y) {
        const int pivot = std::countr_zero(m);
        std::uint64_t changed = 0;
        for (auto left = pivots_; left != 0; left &= left - 1) {
            auto& row = rows_[index(left)];
            const std::uint64_t has = row >> pivot & 1U;
            row ^= m & (0 - has);
            changed |= (left & (0 - left)) & (0 - has);
        }
        right_ ^= changed & (0 - y);
        rows_[static_cast<std::size_t>(pivot)] = m;
        pivots_ |= std::uint64_t{1} << pivot;
        right_ |= y << pivot;
        ++rank_;
    }

    std::array<std::uint64_t, 64> rows_; // by pivot; the others are never read
    std::uint64_t pivots_ = 0;
    std::uint64_t right_ = 0; // bit p: right side of the row with pivot p
    int rank_ = 0;
};

} // namespace fracbit::models

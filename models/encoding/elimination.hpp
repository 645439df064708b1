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
/// With `remember` it also knows which accepted rows, by number, every row is the sum of.
template <bool remember>
class BasicElimination {
public:
    enum class Result { accepted, agrees, contradicts };

    /// Adds the equation m x = y (0 or 1). It is accepted if it does not depend on those accepted before.
    Result add(std::uint64_t m, std::uint64_t y) {
        const std::uint64_t used = m & pivots_;
        std::uint64_t sum = 0;
        for (auto left = used; left != 0; left &= left - 1) {
            m ^= rows_[index(left)];
            if constexpr (remember) sum ^= sums_[index(left)];
        }
        y ^= parity(right_ & used);
        if constexpr (remember) sum_ = sum;
        if (m == 0) return y == 0 ? Result::agrees : Result::contradicts;
        insert(m, y, sum | std::uint64_t{1} << rank_);
        return Result::accepted;
    }
    [[nodiscard]] int rank() const { return rank_; }
    /// Solves what was accepted; the free unknowns are 0.
    [[nodiscard]] std::uint64_t solution() const { return right_; }

    /// The accepted rows whose sum the row last added is, if it was not accepted itself.
    [[nodiscard]] std::uint64_t sum() const { return sum_; }
    /// The solution if these accepted rows had the other right side.
    [[nodiscard]] std::uint64_t solution_without(std::uint64_t accepted) const {
        std::uint64_t changed = 0;
        for (auto left = pivots_; left != 0; left &= left - 1)
            changed |= (left & (0 - left)) & (0 - parity(sums_[index(left)] & accepted));
        return right_ ^ changed;
    }

private:
    static std::size_t index(std::uint64_t bits) { return static_cast<std::size_t>(std::countr_zero(bits)); }

    void insert(std::uint64_t m, std::uint64_t y, std::uint64_t sum) {
        const int pivot = std::countr_zero(m);
        std::uint64_t changed = 0;
        for (auto left = pivots_; left != 0; left &= left - 1) {
            const std::size_t i = index(left);
            const std::uint64_t has = 0 - (rows_[i] >> pivot & 1U); // all ones or all zeros: no branch to mispredict
            rows_[i] ^= m & has;
            if constexpr (remember) sums_[i] ^= sum & has;
            changed |= (left & (0 - left)) & has;
        }
        right_ ^= changed & (0 - y);
        right_ |= y << pivot;
        pivots_ |= std::uint64_t{1} << pivot;
        rows_[static_cast<std::size_t>(pivot)] = m;
        if constexpr (remember) sums_[static_cast<std::size_t>(pivot)] = sum;
        ++rank_;
    }

    std::array<std::uint64_t, 64> rows_;                // by pivot; those without one are never read
    std::array<std::uint64_t, remember ? 64 : 1> sums_; // as above
    std::uint64_t pivots_ = 0;
    std::uint64_t right_ = 0; // bit p: right side of the row with pivot p
    std::uint64_t sum_ = 0;
    int rank_ = 0;
};

using Elimination = BasicElimination<false>;
using RememberingElimination = BasicElimination<true>;

} // namespace fracbit::models

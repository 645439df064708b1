// Linear equations over GF(2) on what the registers of a sequential decoder hold: a window of seeds that moves by one
// seed a slice. Only the left-hand sides are kept; whoever uses them keeps the right-hand sides, one bit an equation.
#pragma once

#include <array>
#include <bit>
#include <cstdint>

namespace fracbit::models {

/// (std::popcount is a call of a library function where the processor's instruction is not asked for.)
inline bool odd(std::uint64_t bits) { return __builtin_parityll(bits) != 0; }

/// Columns are the network's: the newest seed lowest. At most one equation has a given column as its highest, and that
/// column is its name: equation p is bit p wherever equations are a mask.
class WindowElimination {
public:
    /// 1 <= n_in <= columns <= 64, `columns` a multiple of `n_in`.
    WindowElimination(int n_in, int columns) : n_in_(n_in), columns_(columns) {}

    struct Reduced {
        std::uint64_t remainder;   ///< the row plus `combination`, no column of which names an equation
        std::uint64_t combination; ///< the equations that were added
    };
    /// A remainder of 0 says that the row follows from the equations.
    [[nodiscard]] Reduced reduce(std::uint64_t row) const {
        std::uint64_t combination = 0;
        while (const std::uint64_t hit = row & equations_) {
            const int highest = std::bit_width(hit >> 1);
            combination |= std::uint64_t{1} << highest;
            row ^= rows_[static_cast<std::size_t>(highest)];
        }
        return {row, combination};
    }

    /// Takes a remainder other than 0 as an equation; returns its name.
    int add(std::uint64_t remainder) {
        const int highest = std::bit_width(remainder >> 1);
        rows_[static_cast<std::size_t>(highest)] = remainder;
        equations_ |= std::uint64_t{1} << highest;
        return highest;
    }

    /// What equation `column` says of its highest column: the sum of these lower ones. 0 without such an equation.
    [[nodiscard]] std::uint64_t sum_for(int column) const {
        const std::uint64_t bit = std::uint64_t{1} << column;
        return (equations_ & bit) != 0 ? rows_[static_cast<std::size_t>(column)] ^ bit : 0;
    }

    /// The next slice: the oldest seed's columns leave with their equations, all others move up by n_in, and so do
    /// their names (`moved` does that to right-hand sides). Nothing is lost that concerns younger seeds: an equation
    /// that leaves tells its oldest bit for any value of the others.
    void advance();
    [[nodiscard]] std::uint64_t moved(std::uint64_t sides) const {
        return n_in_ == columns_ ? 0 : (sides & staying()) << n_in_;
    }

private:
    [[nodiscard]] std::uint64_t staying() const {
        return n_in_ == columns_ ? 0 : ~std::uint64_t{0} >> (64 - (columns_ - n_in_));
    }

    int n_in_;
    int columns_;
    std::uint64_t equations_ = 0;
    std::array<std::uint64_t, 64> rows_{};
};

} // namespace fracbit::models

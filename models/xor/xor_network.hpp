// An XOR network y = M x over GF(2): M in {0,1}^(n_out x n_in) (FleXOR, arXiv 2009.04126, section 2).
#pragma once

#include <cstdint>
#include <string>
#include <vector>

namespace fracbit::models {

inline constexpr int max_n_in = 64;
inline constexpr int max_n_out = 1024;

/// How M is drawn. `taps` = 0 means random dense (every entry a fair coin); taps > 0 puts exactly that many ones,
/// at distinct columns, in each row, all sets of columns being equally likely and rows independent (so rows may
/// repeat). Equal specs give equal matrices on every machine.
struct XorSpec {
    int n_in = 8;
    int n_out = 10;
    int taps = 2;
    std::uint64_t seed = 1;
    friend bool operator==(const XorSpec&, const XorSpec&) = default;
};

/// Throws ConfigError listing every problem: n_in outside 1..64, n_out outside 1..1024, n_in > n_out, taps outside
/// 0..n_in.
void validate(const XorSpec& spec);

/// Immutable matrix, one 64-bit mask per row: bit j of row(i) is M[i][j].
class XorNetwork {
public:
    /// Draws M; throws ConfigError where `validate(spec)` does.
    explicit XorNetwork(const XorSpec& spec);
    /// Takes M as it is; throws ConfigError if sizes are out of range, n_in > n_out or a row has bits past n_in.
    XorNetwork(int n_in, std::vector<std::uint64_t> rows);

    [[nodiscard]] int n_in() const { return n_in_; }
    [[nodiscard]] int n_out() const { return static_cast<int>(rows_.size()); }
    [[nodiscard]] std::uint64_t row(int i) const { return rows_[static_cast<std::size_t>(i)]; }
    [[nodiscard]] const std::vector<std::uint64_t>& rows() const { return rows_; }
    friend bool operator==(const XorNetwork&, const XorNetwork&) = default;

private:
    int n_in_ = 0;
    std::vector<std::uint64_t> rows_;
};

/// Reads a matrix file: one row of 0s and 1s a line (column 0 first), blanks between entries allowed, the rest of a
/// line after '#' and empty lines skipped. For example the 2 -> 3 network y = (x0, x1, x0 ^ x1):
///     10   # y0
///     01
///     1 1
/// FormatError with line and column: another character, rows of different lengths, no row, too many columns or rows,
/// n_in > n_out. MissingFileError if it cannot be opened.
XorNetwork read_xor_matrix(const std::string& path);

} // namespace fracbit::models

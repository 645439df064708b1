#include "models/pruning/tile_search.hpp"

#include <algorithm>
#include <array>

namespace fracbit::models {
namespace {

constexpr int lanes = 8; // columns at a time: one or two vector registers
using Lanes = std::array<float, lanes>;
constexpr int most_tile_sweeps = 20; // an ascent settles in four or five

/// Gains of `count` <= 8 columns from `column` on, summed per word of u: rows with equal words are alike.
template <int classes>
void sum_classes(const TileGains& gains, std::span<const std::uint64_t> u, std::int64_t column, int count,
                 std::array<Lanes, classes>& sums) {
    for (auto& sum : sums) sum.fill(0);
    const float* row = gains.values.data() + column;
    if (count == lanes) {
        for (std::size_t r = 0; r < u.size(); ++r, row += gains.columns) {
            Lanes& sum = sums[u[r]];
            for (int l = 0; l < lanes; ++l) sum[static_cast<std::size_t>(l)] += row[l];
        }
    } else {
        for (std::size_t r = 0; r < u.size(); ++r, row += gains.columns)
            for (int l = 0; l < count; ++l) sums[u[r]][static_cast<std::size_t>(l)] += row[l];
    }
}

/// A union s keeps every row but those whose word lies in the complement of s. So with subset sums T the gain of s is
/// T[all] - T[complement], and the best s leaves the smallest T.
template <int rank>
double settle_columns(const TileGains& gains, std::span<const std::uint64_t> u, std::uint64_t* result) {
    constexpr int classes = 1 << rank;
    double total = 0;
    std::array<Lanes, classes> sums;
    for (std::int64_t column = 0; column < gains.columns; column += lanes) {
        const int count = static_cast<int>(std::min<std::int64_t>(lanes, gains.columns - column));
        sum_classes<classes>(gains, u, column, count, sums);
        for (int bit = 1; bit < classes; bit *= 2)
            for (int s = 0; s < classes; ++s)
                if ((s & bit) != 0)
                    for (std::size_t l = 0; l < lanes; ++l)
                        sums[static_cast<std::size_t>(s)][l] += sums[static_cast<std::size_t>(s ^ bit)][l];
        Lanes least = sums[0];
        std::array<std::int32_t, lanes> complement{};
        for (std::int32_t s = 1; s < classes; ++s)
            for (std::size_t l = 0; l < lanes; ++l) {
                const float sum = sums[static_cast<std::size_t>(s)][l];
                complement[l] = sum < least[l] ? s : complement[l];
                least[l] = sum < least[l] ? sum : least[l];
            }
        for (std::size_t l = 0; l < static_cast<std::size_t>(count); ++l) {
            result[column + static_cast<std::int64_t>(l)] = static_cast<std::uint64_t>(complement[l] ^ (classes - 1));
            total += sums[classes - 1][l] - least[l];
        }
    }
    return total;
}

double settle(const TileGains& gains, std::span<const std::uint64_t> u, int rank, std::uint64_t* result) {
    switch (rank) {
    case 1:
        return settle_columns<1>(gains, u, result);
    case 2:
        return settle_columns<2>(gains, u, result);
    case 3:
        return settle_columns<3>(gains, u, result);
    case 4:
        return settle_columns<4>(gains, u, result);
    case 5:
        return settle_columns<5>(gains, u, result);
    default:
        return settle_columns<6>(gains, u, result);
    }
}

/// Components start as the worthwhile columns of a random row, an eighth of them turned over: rows are few, starts may
/// be many.
void start_columns(const TileGains& gains, int rank, Random& random, std::vector<std::uint64_t>& v) {
    std::ranges::fill(v, 0);
    for (int i = 0; i < rank; ++i) {
        const auto row = static_cast<std::int64_t>(random.below(static_cast<std::uint64_t>(gains.rows)));
        const float* values = gains.values.data() + row * gains.columns;
        std::uint64_t turned = 0;
        for (std::size_t c = 0; c < v.size(); ++c, turned >>= 1) {
            if (c % 64 == 0) turned = random.next() & random.next() & random.next();
            const std::uint64_t worthwhile = values[c] > 0 ? 1 : 0;
            v[c] |= (worthwhile ^ (turned & 1U)) << i;
        }
    }
}

} // namespace

TileGains TileGains::transposed() const {
    TileGains result{columns, rows, std::vector<float>(values.size())};
    for (std::int64_t r = 0; r < rows; ++r)
        for (std::int64_t c = 0; c < columns; ++c)
            result.values[static_cast<std::size_t>(c * rows + r)] = values[static_cast<std::size_t>(r * columns + c)];
    return result;
}

std::vector<std::uint64_t> best_columns(const TileGains& gains, std::span<const std::uint64_t> u, int rank,
                                        double* gain) {
    std::vector<std::uint64_t> v(static_cast<std::size_t>(gains.columns));
    const double total = settle(gains, u, rank, v.data());
    if (gain != nullptr) *gain = total;
    return v;
}

TileFactors search_tile(const TileGains& gains, int rank, int starts, Random& random) {
    const TileGains transposed = gains.transposed();
    TileFactors best;
    best.u.resize(static_cast<std::size_t>(gains.rows));
    best.v.resize(static_cast<std::size_t>(gains.columns));
    TileFactors trial = best;
    for (int start = 0; start < starts; ++start) {
        start_columns(gains, rank, random, trial.v);
        trial.gain = 0;
        for (int sweep = 0; sweep < most_tile_sweeps; ++sweep) {
            const double before = trial.gain;
            settle(transposed, trial.v, rank, trial.u.data());
            trial.gain = settle(gains, trial.u, rank, trial.v.data());
            if (!(trial.gain > before)) break;
        }
        if (trial.gain > best.gain) best = trial;
    }
    return best;
}

} // namespace fracbit::models

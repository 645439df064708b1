#include "models/encoding/exhaustive_search.hpp"

#include <bit>
#include <vector>

namespace fracbit::models {
namespace {

/// The care rows one after the other: their codes, and each column of M.
struct CareRows {
    CareRows(std::span<const std::uint64_t> rows, int n_in, const SliceWords& codes, const SliceWords& care)
        : columns(static_cast<std::size_t>(n_in)) {
        std::size_t count = 0;
        for (std::size_t place = 0; place < rows.size(); ++place) {
            if (!care.get(static_cast<int>(place))) continue;
            const std::size_t word = count / 64;
            const std::size_t bit = count % 64;
            wrong.words[word] |= std::uint64_t{codes.get(static_cast<int>(place))} << bit;
            for (std::size_t j = 0; j < columns.size(); ++j) columns[j].words[word] |= (rows[place] >> j & 1U) << bit;
            ++count;
        }
        words = (count + 63) / 64;
    }
    [[nodiscard]] int patches() const {
        int ones = 0;
        for (std::size_t i = 0; i < words; ++i) ones += std::popcount(wrong.words[i]);
        return ones;
    }
    void turn(std::size_t column) {
        for (std::size_t i = 0; i < words; ++i) wrong.words[i] ^= columns[column].words[i];
    }

    std::size_t words = 0;
    SliceWords wrong; // where the seed 0 fails, then the one that was turned to
    std::vector<SliceWords> columns;
};

} // namespace

EncodedSlice search_all_seeds(std::span<const std::uint64_t> rows, int n_in, const SliceWords& codes,
                              const SliceWords& care, SliceWords& flips) {
    CareRows care_rows(rows, n_in, codes, care);
    EncodedSlice best{0, care_rows.patches()};
    std::uint64_t seed = 0;
    for (std::uint64_t step = 1; step < std::uint64_t{1} << n_in; ++step) {
        const int column = std::countr_zero(step);
        seed ^= std::uint64_t{1} << column;
        care_rows.turn(static_cast<std::size_t>(column));
        const int patches = care_rows.patches();
        if (patches < best.patches || (patches == best.patches && seed < best.seed)) best = {seed, patches};
    }
    flips = {};
    for (std::size_t place = 0; place < rows.size(); ++place) {
        const int i = static_cast<int>(place);
        const bool decoded = std::popcount(rows[place] & best.seed) % 2 == 1;
        if (care.get(i) && decoded != codes.get(i)) flips.flip(i);
    }
    return best;
}

} // namespace fracbit::models

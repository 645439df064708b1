#include "models/encoding/slice_encoder.hpp"

#include "models/core/error.hpp"
#include "models/encoding/elimination.hpp"
#include "models/encoding/exhaustive_search.hpp"
#include "models/encoding/patch_exchange.hpp"

#include <fmt/format.h>

#include <bit>

namespace fracbit::models {

SliceEncoder::SliceEncoder(const XorNetwork& network, SeedSearch search)
    : n_in_(network.n_in()), words_(static_cast<std::size_t>(network.n_out() + 63) / 64), rows_(network.rows()),
      search_(search) {
    if (search == SeedSearch::exhaustive && n_in_ > max_n_in_of_exhaustive_search)
        throw ConfigError(
            fmt::format("exhaustive search: found n_in = {}; allowed are 1..{}, for there are 2^n_in seeds; "
                        "use another search",
                        n_in_, max_n_in_of_exhaustive_search));
}

EncodedSlice SliceEncoder::encode(const SliceWords& codes, const SliceWords& care, SliceWords& flips) const {
    if (search_ == SeedSearch::exhaustive) return search_all_seeds(rows_, n_in_, codes, care, flips);
    const auto slice = eliminate(codes, care, flips);
    if (search_ == SeedSearch::elimination || slice.patches < 2) return slice;
    return exchange_patches(rows_, codes, care, flips).value_or(slice);
}

EncodedSlice SliceEncoder::eliminate(const SliceWords& codes, const SliceWords& care, SliceWords& flips) const {
    Elimination elimination;
    flips = {};
    int patches = 0;
    std::size_t word = 0;
    std::uint64_t left = care.words[0];
    for (;;) {
        for (; left != 0 && elimination.rank() < n_in_; left &= left - 1) {
            const int bit = std::countr_zero(left);
            const auto result =
                elimination.add(rows_[word * 64 + static_cast<std::size_t>(bit)], codes.words[word] >> bit & 1U);
            if (result != Elimination::Result::contradicts) continue;
            flips.words[word] |= left & (0 - left);
            ++patches;
        }
        if (left != 0 || word + 1 == words_) break;
        left = care.words[++word];
    }
    // With full rank the seed is settled, and the other rows are only compared.
    const std::uint64_t seed = elimination.solution();
    while (left != 0 || word + 1 < words_) {
        if (left == 0) left = care.words[++word];
        for (; left != 0; left &= left - 1) {
            const int bit = std::countr_zero(left);
            const std::uint64_t wrong =
                parity(rows_[word * 64 + static_cast<std::size_t>(bit)] & seed) ^ (codes.words[word] >> bit & 1U);
            flips.words[word] |= wrong << bit;
            patches += static_cast<int>(wrong);
        }
    }
    return {seed, patches};
}

} // namespace fracbit::models

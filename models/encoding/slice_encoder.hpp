// Finds the seed of one slice of a pruned plane: only care elements must decode to their codes, and where they cannot
// all do so, the rest is patched ("Structured Compression by Weight Encryption", arXiv 1905.10138, section 3).
#pragma once

#include "models/encoding/slice_words.hpp"
#include "models/xor/xor_network.hpp"

#include <cstdint>
#include <vector>

namespace fracbit::models {

enum class SeedSearch {
    elimination, ///< rows in order; one that contradicts those before it becomes a patch (as in the paper)
    exchange,  ///< then, where that takes two patches or more, tries to satisfy several of them by patching one or two
               ///< of the rows that they contradict instead; never more patches, and at n_out that pays almost always
               ///< as few as there can be (measured: 16 -> 183 at S = 0.91 takes 0.65 of elimination's, the fewest)
    exhaustive ///< all 2^n_in seeds: the fewest patches there can be; n_in <= max_n_in_of_exhaustive_search
};

inline constexpr int max_n_in_of_exhaustive_search = 16;

struct EncodedSlice {
    std::uint64_t seed = 0;
    int patches = 0;
};

/// Immutable, so that threads can share one.
class SliceEncoder {
public:
    /// ConfigError: the search is exhaustive and n_in too large for it.
    SliceEncoder(const XorNetwork& network, SeedSearch search);

    /// `codes`, `care`: n_out elements; those that a ragged last slice lacks are no care elements. Decoding `seed` and
    /// flipping `flips` gives `codes` in every care element; no other element is flipped. Equal slices give equal
    /// results; of several seeds with the fewest patches the exhaustive search takes the smallest.
    EncodedSlice encode(const SliceWords& codes, const SliceWords& care, SliceWords& flips) const;

private:
    EncodedSlice eliminate(const SliceWords& codes, const SliceWords& care, SliceWords& flips) const;

    int n_in_;
    std::size_t words_; // of a slice
    std::vector<std::uint64_t> rows_;
    SeedSearch search_;
};

} // namespace fracbit::models

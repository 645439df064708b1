// Stored streams and what they decode to: what a testbench feeds to an exported weight path and expects of it. What is
// expected comes from elsewhere (a plain y = M x, the functional path), never from the circuits.
#pragma once

#include "models/rtl/weight_path_spec.hpp"

#include <cstdint>
#include <span>
#include <vector>

namespace fracbit::models {

struct TestVectors {
    /// What is read as one, from its first slice to the last.
    struct Run {
        std::int64_t plane = 0;
        std::int64_t slices = 0; ///< those that fill the registers included
        std::int64_t skip = 0;   ///< decoded bits that are dropped at its beginning
        std::int64_t useful = 0; ///< and how many weights follow
    };
    /// Bits of a stream.
    struct Extent {
        std::int64_t first = 0, end = 0;
    };
    std::vector<Run> runs;
    std::vector<std::int64_t> units;    ///< weights of each unit of the decoded-weight buffer, in order
    BitVector seeds, counts, locations; ///< run after run
    std::vector<std::int64_t> entries;  ///< gaps: of each word of slices
    BitVector kept;                     ///< masked: of the weights, run after run
    BitVector expected;                 ///< the weights, run after run
};

/// Random code words: runs of one slice up to about `weights` / 4 weights, plane after plane, `weights` in all.
/// Expected is what XorDecoder makes of them. For specs without registers, patches and mask; ConfigError otherwise, or
/// if `weights` < 1.
TestVectors random_vectors(const WeightPathSpec& spec, std::int64_t weights, std::uint64_t seed);

/// A layer's stored planes, at most about `most_weights` weights of its beginning, cut at a slice. `run_lengths`:
/// weights of each run of a plane; `codes`: of each plane, the decoded and patched weights, run after run; `kept`:
/// masked, as well. Runs are read [run][plane]. Throws ConfigError if the parts do not agree.
TestVectors layer_vectors(const WeightPathSpec& spec, std::span<const StoredPlane> planes,
                          std::span<const std::int64_t> run_lengths, std::span<const BitVector> codes,
                          const BitVector& kept, std::int64_t most_weights);

/// Cuts the runs' weights into units of which the buffer holds at least two.
std::vector<std::int64_t> cut_units(const WeightPathSpec& spec, const std::vector<TestVectors::Run>& runs);

/// gaps: how many entries each word of slices of a run takes. `locations` holds the run's entries from `first` to
/// `end`.
std::vector<std::int64_t> entries_of_words(const WeightPathSpec& spec, int gap_bits, const BitVector& locations,
                                           TestVectors::Extent extent, std::int64_t slices);

} // namespace fracbit::models

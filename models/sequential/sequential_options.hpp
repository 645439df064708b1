// Sizes of a sequential (fixed-to-fixed) code and effort of its encoder.
#pragma once

#include "models/xor/xor_network.hpp"

#include <cstdint>

namespace fracbit::models {

/// Largest window, in seed bits, that may be searched without a bound on the beam (2^columns candidates).
inline constexpr int max_columns_of_full_search = 20;

struct SequentialOptions {
    int n_in = 8;      ///< stored bits of a slice
    int registers = 7; ///< N_s: earlier seeds that the network sees
    int n_out = 88;    ///< weights of a slice
    /// How many sets of patches are followed at a time. 1: a patch is put where a care bit fails, nothing is searched;
    /// more: fewer patches, slower. 0: as many as there are, which gives the fewest patches possible.
    std::int64_t beam = 16;

    /// Columns of the network.
    [[nodiscard]] int columns() const { return n_in * (registers + 1); }
    friend bool operator==(const SequentialOptions&, const SequentialOptions&) = default;
};

/// Throws ConfigError listing every problem: n_in < 1, registers < 0, n_in * (registers + 1) > 64, n_out outside
/// columns..1024, a negative beam, beam 0 with more than max_columns_of_full_search columns.
void validate(const SequentialOptions& options);

/// Sizes for a plane of which the share `sparsity` (0..1) is pruned at random, with the widest window that fits: 64
/// columns, or fewer registers where n_out could not be as large as their columns. From the entropy bound 1 - S upwards
/// stored bits need a margin of about 1 % (bench/README.md). Throws ConfigError if `sparsity` is not in 0..1.
SequentialOptions recommended_sequential(double sparsity);

/// A network for these sizes; validates them. Six to eight taps come within a percent or two of a dense network.
XorSpec network_spec(const SequentialOptions& options, int taps = 0, std::uint64_t seed = 1);

} // namespace fracbit::models

// Which n_out, and which blocks of counts, store a pruned plane in the fewest bits for a given n_in: found by encoding
// a sample of the plane, not by a formula.
#pragma once

#include "models/encoding/plane_bits.hpp"
#include "models/encoding/plane_encoder.hpp"
#include "models/xor/xor_network.hpp"

#include <cstdint>
#include <span>
#include <vector>

namespace fracbit::models {

struct RateQuery {
    int n_in = 20;
    int taps = 0;           ///< of the network; 0: dense
    std::uint64_t seed = 1; ///< of the network
    PatchFormat format = PatchFormat::counted;
    SeedSearch search = SeedSearch::exchange;
    CancelCheck cancelled{};               ///< as the encoder's
    std::int64_t sample_weights = 1 << 19; ///< about as many elements are encoded per trial; smaller planes wholly
};

/// One n_out that was tried, with the best block_slices or gap_bits for it.
struct RateTrial {
    int n_out = 0;
    int parameter = 0;
    PlaneBits bits; ///< of the whole plane; seeds and offsets exactly, the others as far as the sample tells
};

struct RateChoice {
    XorSpec spec;
    EncodeOptions options;
    std::vector<RateTrial> trials; ///< in the order in which they were made
    std::size_t best = 0;          ///< index of the trial that was chosen: the cheapest, the first of equals
};

/// Climbs from n_out = n_in / care density in ever smaller steps, some 15 trials. Equal input gives an equal choice,
/// for any number of threads. Throws ConfigError where encode_plane does, and if sample_weights < 1.
RateChoice choose_rate(const BitVector& codes, const BitVector& care, std::span<const std::int64_t> run_lengths,
                       const RateQuery& query);

/// The plane encoded at the chosen rate, its blocks or gaps chosen once more by all its patches.
struct EncodedPlane {
    StoredPlane plane;
    RateChoice choice;
};
EncodedPlane encode_at_best_rate(const BitVector& codes, const BitVector& care,
                                 std::span<const std::int64_t> run_lengths, const RateQuery& query);

} // namespace fracbit::models

// Random planes with their sequential codes.
#pragma once

#include "models/core/random.hpp"
#include "models/sequential/sequential_encoder.hpp"

#include <memory>
#include <numeric>
#include <vector>

namespace fracbit::models::testing {

struct SequentialCase {
    SequentialOptions options;
    std::shared_ptr<const XorNetwork> network;
    std::vector<std::int64_t> run_lengths;
    BitVector codes, care;

    [[nodiscard]] StoredPlane encode() const { return encode_sequential(codes, care, run_lengths, network, options); }
};

inline SequentialCase make_case(Random& random, const SequentialOptions& options, int taps,
                                std::vector<std::int64_t> run_lengths, double sparsity) {
    const auto elements = std::accumulate(run_lengths.begin(), run_lengths.end(), std::int64_t{0});
    SequentialCase made{options, std::make_shared<const XorNetwork>(network_spec(options, taps, random.next())),
                        std::move(run_lengths), BitVector(elements), BitVector(elements)};
    for (std::int64_t i = 0; i < elements; ++i) {
        made.codes.set(i, random.below(2) == 1);
        made.care.set(i, random.uniform() >= sparsity);
    }
    return made;
}

} // namespace fracbit::models::testing

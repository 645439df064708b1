// Random planes of pruned weights for the tests of the encoding folder.
#pragma once

#include "models/core/random.hpp"
#include "models/gf2/bit_vector.hpp"

#include <tbb/global_control.h>
#include <tbb/task_arena.h>

#include <cstdint>
#include <string>
#include <utility>
#include <vector>

namespace fracbit::models::testing {

/// Fair codes; each element is a care element with probability 1 - sparsity.
struct RandomPlane {
    RandomPlane(Random& random, std::vector<std::int64_t> lengths, double sparsity) : run_lengths(std::move(lengths)) {
        std::int64_t size = 0;
        for (const auto length : run_lengths) size += length;
        codes = care = BitVector(size);
        for (std::int64_t i = 0; i < size; ++i) {
            codes.set(i, random.below(2) == 1);
            care.set(i, random.uniform() >= sparsity);
        }
    }
    /// Elements that must not differ and do.
    [[nodiscard]] std::int64_t wrong(const BitVector& decoded) const {
        std::int64_t count = 0;
        for (std::int64_t i = 0; i < codes.size(); ++i) count += care.get(i) && codes.get(i) != decoded.get(i) ? 1 : 0;
        return count;
    }

    std::vector<std::int64_t> run_lengths;
    BitVector codes, care;
};

/// What `work` returns when as many threads do it, be there as many cores or not.
template <class Work>
auto on_threads(int threads, const Work& work) {
    const tbb::global_control limit(tbb::global_control::max_allowed_parallelism, static_cast<std::size_t>(threads));
    return tbb::task_arena(threads).execute(work);
}

inline BitVector bits_of(const std::string& text) {
    BitVector bits(static_cast<std::int64_t>(text.size()));
    for (std::size_t i = 0; i < text.size(); ++i) bits.set(static_cast<std::int64_t>(i), text[i] == '1');
    return bits;
}

} // namespace fracbit::models::testing

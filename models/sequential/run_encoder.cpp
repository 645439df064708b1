#include "models/sequential/run_encoder.hpp"

#include "models/sequential/patch_search.hpp"
#include "models/sequential/window_elimination.hpp"
#include "models/xor/slices.hpp"

#include <algorithm>
#include <bit>
#include <limits>

namespace fracbit::models {
namespace {

/// Calls visit(row of the network, wanted bit, element of the run) for each care bit of a slice.
template <typename Visit>
void for_each_care_bit(const RunView& run, const XorNetwork& network, std::int64_t slice, Visit&& visit) {
    const std::int64_t first = slice * network.n_out();
    const std::int64_t end = std::min(first + network.n_out(), run.length);
    for (std::int64_t element = first; element < end; element += 64) {
        const int count = static_cast<int>(std::min<std::int64_t>(64, end - element));
        std::uint64_t care = run.care.extract(run.first + element, count);
        if (care == 0) continue;
        const std::uint64_t codes = run.codes.extract(run.first + element, count);
        for (; care != 0; care &= care - 1) {
            const int i = std::countr_zero(care);
            visit(network.row(static_cast<int>(element - first) + i), (codes >> i & 1U) != 0, element + i);
        }
    }
}

std::vector<std::int64_t> find_patches(const RunView& run, const XorNetwork& network, const SequentialOptions& options,
                                       std::int64_t slices) {
    WindowElimination window(options.n_in, options.columns());
    PatchSearch search(options.beam == 0 ? std::numeric_limits<std::int64_t>::max() : options.beam);
    for (std::int64_t slice = 0; slice < slices; ++slice) {
        for_each_care_bit(run, network, slice, [&](std::uint64_t row, bool wanted, std::int64_t element) {
            const auto [remainder, combination] = window.reduce(row);
            if (remainder != 0)
                search.take(combination, window.add(remainder), wanted, element);
            else
                search.check(combination, wanted, element);
        });
        search.advance(window);
        window.advance();
    }
    return search.patches();
}

/// Each stored bit as it leaves the window: the sum of those of the window's younger bits that are in `sum`, plus a
/// constant. A bit that nothing determines becomes 0.
struct LeavingBits {
    std::vector<std::uint64_t> sums;
    BitVector constants;
};

/// The equations of a run whose patched elements are to decode to the opposite of their code. `seeds` - `slices` times
/// the window moves on without a new equation, so that all seeds leave.
LeavingBits leaving_bits(const RunView& run, const XorNetwork& network, const SequentialOptions& options,
                         std::int64_t slices, std::int64_t seeds, const std::vector<std::int64_t>& patches) {
    const int n_in = options.n_in, oldest = options.columns() - n_in;
    LeavingBits bits{{}, BitVector(seeds * n_in)};
    bits.sums.reserve(static_cast<std::size_t>(seeds * n_in));
    WindowElimination window(n_in, options.columns());
    std::uint64_t sides = 0; // right-hand side of each equation, 0 where there is none
    auto patch = patches.begin();
    for (std::int64_t seed = 0; seed < seeds; ++seed) {
        const auto equate = [&](std::uint64_t row, bool wanted, std::int64_t element) {
            if (patch != patches.end() && *patch == element) {
                wanted = !wanted;
                ++patch;
            }
            const auto [remainder, combination] = window.reduce(row);
            if (remainder == 0) return; // holds: the patches were chosen so
            const bool side = (std::popcount(sides & combination) % 2 == 1) != wanted;
            sides |= std::uint64_t{side} << window.add(remainder);
        };
        if (seed < slices) for_each_care_bit(run, network, seed, equate);
        for (int i = 0; i < n_in; ++i) bits.sums.push_back(window.sum_for(oldest + i));
        bits.constants.deposit(seed * n_in, n_in, sides >> oldest);
        sides = window.moved(sides);
        window.advance();
    }
    return bits;
}

/// From the youngest seed back to the oldest: all that a bit depends on is known by then.
BitVector solve(const LeavingBits& bits, const SequentialOptions& options, std::int64_t seeds) {
    const int n_in = options.n_in, oldest = options.columns() - n_in;
    BitVector result(seeds * n_in);
    std::uint64_t window = 0;
    for (std::int64_t seed = seeds; seed-- > 0;) {
        window = oldest == 0 ? 0 : window >> n_in;
        for (int i = 0; i < n_in; ++i) {
            const bool odd = std::popcount(bits.sums[static_cast<std::size_t>(seed * n_in + i)] & window) % 2 == 1;
            window |= std::uint64_t{odd != bits.constants.get(seed * n_in + i)} << (oldest + i);
        }
        result.deposit(seed * n_in, n_in, window >> oldest);
    }
    return result;
}

} // namespace

EncodedRun encode_run(const RunView& run, const XorNetwork& network, const SequentialOptions& options) {
    const std::int64_t slices = slice_count(run.length, options.n_out), seeds = options.registers + slices;
    EncodedRun result;
    result.patches = find_patches(run, network, options, slices);
    result.seeds = solve(leaving_bits(run, network, options, slices, seeds, result.patches), options, seeds);
    return result;
}

} // namespace fracbit::models

#include "models/sequential/run_encoder.hpp"

#include "models/sequential/patch_search.hpp"
#include "models/sequential/window_elimination.hpp"
#include "models/xor/slices.hpp"

#include <algorithm>
#include <bit>
#include <limits>
#include <utility>

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

/// Which equations a care bit's row was reduced by, and the name under which the rest was added, or `follows`. None of
/// it depends on the codes, so it serves a second time when the patches are known.
struct Reduction {
    std::vector<std::uint64_t> combinations; // [care bit]
    std::vector<std::int8_t> names;          // [care bit]
    static constexpr std::int8_t follows = -1;
    std::vector<std::uint64_t> sums; // [stored bit]: as it leaves the window, the sum of these of the window's bits
};

/// Fills `reduction`; returns the patches.
std::vector<std::int64_t> find_patches(const RunView& run, const XorNetwork& network, const SequentialOptions& options,
                                       std::int64_t seeds, const CancelCheck& cancelled, Reduction& reduction) {
    const int n_in = options.n_in, oldest = options.columns() - n_in;
    reduction.sums.reserve(static_cast<std::size_t>(seeds * n_in));
    WindowElimination window(n_in, options.columns());
    PatchSearch search(options.beam == 0 ? std::numeric_limits<std::int64_t>::max() : options.beam);
    for (std::int64_t slice = 0; slice < seeds; ++slice) { // past the run's end nothing is added: all seeds leave
        stop_if(cancelled);
        for_each_care_bit(run, network, slice, [&](std::uint64_t row, bool wanted, std::int64_t element) {
            const auto [remainder, combination] = window.reduce(row);
            auto name = Reduction::follows;
            if (remainder != 0) {
                name = static_cast<std::int8_t>(window.add(remainder));
                search.take(combination, name, wanted, element);
            } else {
                search.check(combination, wanted, element);
            }
            reduction.combinations.push_back(combination);
            reduction.names.push_back(name);
        });
        for (int i = 0; i < n_in; ++i) reduction.sums.push_back(window.sum_for(oldest + i));
        search.advance(window);
        window.advance();
    }
    return search.patches();
}

/// The constants that belong to `sums`, a word for each seed, where patched elements are to decode to the opposite of
/// their code.
std::vector<std::uint64_t> constants_of(const RunView& run, const XorNetwork& network, const SequentialOptions& options,
                                        std::int64_t seeds, const Reduction& reduction,
                                        const std::vector<std::int64_t>& patches) {
    const int n_in = options.n_in, oldest = options.columns() - n_in;
    const WindowElimination window(n_in, options.columns());
    std::vector<std::uint64_t> constants;
    constants.reserve(static_cast<std::size_t>(seeds));
    std::uint64_t sides = 0; // right-hand side of each equation, 0 where there is none
    auto patch = patches.begin();
    std::size_t care_bit = 0;
    for (std::int64_t slice = 0; slice < seeds; ++slice) {
        for_each_care_bit(run, network, slice, [&](std::uint64_t, bool wanted, std::int64_t element) {
            if (patch != patches.end() && *patch == element) {
                wanted = !wanted;
                ++patch;
            }
            const auto combination = reduction.combinations[care_bit];
            const auto name = reduction.names[care_bit++];
            if (name == Reduction::follows) return; // holds: the patches were chosen so
            sides |= std::uint64_t{odd(sides & combination) != wanted} << name;
        });
        constants.push_back(sides >> oldest);
        sides = window.moved(sides);
    }
    return constants;
}

/// From the youngest seed back to the oldest: all that a bit depends on is known by then. A bit that nothing determines
/// has no sum and constant 0.
BitVector solve(const std::vector<std::uint64_t>& sums, const std::vector<std::uint64_t>& constants,
                const SequentialOptions& options, std::int64_t seeds) {
    const int n_in = options.n_in, oldest = options.columns() - n_in;
    BitVector result(seeds * n_in);
    std::uint64_t window = 0;
    for (std::int64_t seed = seeds; seed-- > 0;) {
        window = oldest == 0 ? 0 : window >> n_in;
        for (int i = 0; i < n_in; ++i) {
            const bool sum = odd(sums[static_cast<std::size_t>(seed * n_in + i)] & window);
            const bool constant = (constants[static_cast<std::size_t>(seed)] >> i & 1U) != 0;
            window |= std::uint64_t{sum != constant} << (oldest + i);
        }
        result.deposit(seed * n_in, n_in, window >> oldest);
    }
    return result;
}

} // namespace

EncodedRun encode_run(const RunView& run, const XorNetwork& network, const SequentialOptions& options,
                      const CancelCheck& cancelled) {
    const std::int64_t seeds = options.registers + slice_count(run.length, options.n_out);
    Reduction reduction;
    auto patches = find_patches(run, network, options, seeds, cancelled, reduction);
    const auto constants = constants_of(run, network, options, seeds, reduction, patches);
    return {solve(reduction.sums, constants, options, seeds), std::move(patches)};
}

} // namespace fracbit::models

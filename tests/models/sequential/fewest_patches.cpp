#include "tests/models/sequential/fewest_patches.hpp"

#include <algorithm>
#include <bit>
#include <limits>

namespace fracbit::models::testing {
namespace {

std::int64_t slices_of(const SequentialCase& one_run) {
    return (one_run.codes.size() + one_run.options.n_out - 1) / one_run.options.n_out;
}

/// Care bits of a slice that the network gets wrong.
std::int64_t mismatches(const SequentialCase& one_run, std::int64_t slice, std::uint64_t inputs) {
    std::int64_t count = 0;
    for (int i = 0; i < one_run.options.n_out; ++i) {
        const auto element = slice * one_run.options.n_out + i;
        if (element >= one_run.codes.size() || !one_run.care.get(element)) continue;
        const bool decoded = std::popcount(one_run.network->row(i) & inputs) % 2 == 1;
        count += decoded != one_run.codes.get(element) ? 1 : 0;
    }
    return count;
}

} // namespace

std::int64_t fewest_by_trying_all(const SequentialCase& one_run) {
    const auto& options = one_run.options;
    const auto slices = slices_of(one_run);
    const auto bits = (options.registers + slices) * options.n_in;
    std::int64_t fewest = std::numeric_limits<std::int64_t>::max();
    for (std::uint64_t all = 0; all < std::uint64_t{1} << bits; ++all) { // the youngest seed in the lowest bits
        std::int64_t patches = 0;
        for (std::int64_t slice = 0; slice < slices; ++slice) {
            const auto window = all >> ((slices - 1 - slice) * options.n_in);
            patches += mismatches(one_run, slice, window & ((std::uint64_t{1} << options.columns()) - 1));
        }
        fewest = std::min(fewest, patches);
    }
    return fewest;
}

std::int64_t fewest_by_dynamic_programming(const SequentialCase& one_run) {
    const auto& options = one_run.options;
    const std::uint64_t states = std::uint64_t{1} << (options.n_in * options.registers);
    std::vector<std::int64_t> fewest(states, 0);
    for (std::int64_t slice = 0; slice < slices_of(one_run); ++slice) {
        std::vector<std::int64_t> next(states, std::numeric_limits<std::int64_t>::max());
        for (std::uint64_t inputs = 0; inputs < states << options.n_in; ++inputs) { // the newest seed lowest
            auto& best = next[inputs & (states - 1)];
            best = std::min(best, fewest[inputs >> options.n_in] + mismatches(one_run, slice, inputs));
        }
        fewest = std::move(next);
    }
    return *std::min_element(fewest.begin(), fewest.end());
}

} // namespace fracbit::models::testing

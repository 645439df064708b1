#include "models/xor/xor_network.hpp"

#include "models/core/error.hpp"
#include "models/core/random.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <cassert>
#include <utility>

namespace fracbit::models {
namespace {

constexpr std::uint64_t low_mask(int count) {
    assert(count >= 1 && count <= 64);
    return ~std::uint64_t{0} >> (64 - count);
}

std::vector<std::string> size_problems(std::int64_t n_in, std::int64_t n_out) {
    std::vector<std::string> problems;
    if (n_in < 1 || n_in > max_n_in) problems.push_back(fmt::format("n_in is {}, allowed is 1..{}", n_in, max_n_in));
    if (n_out < 1 || n_out > max_n_out)
        problems.push_back(fmt::format("n_out is {}, allowed is 1..{}", n_out, max_n_out));
    if (n_in > n_out)
        problems.push_back(fmt::format("n_in is {} and n_out is {}: a network must not have more inputs than outputs; "
                                       "lower n_in or raise n_out",
                                       n_in, n_out));
    return problems;
}

void throw_if_any(const std::vector<std::string>& problems) {
    if (!problems.empty()) throw ConfigError(fmt::format("XOR network: {}", fmt::join(problems, "; ")));
}

/// `taps` ones among `n_in` columns, every set equally likely: Floyd's sampling (Bentley and Floyd, CACM 30(9), 1987).
std::uint64_t draw_taps(Random& random, int n_in, int taps) {
    std::uint64_t row = 0;
    for (int last = n_in - taps; last < n_in; ++last) {
        const std::uint64_t drawn = std::uint64_t{1} << random.below(static_cast<std::uint64_t>(last) + 1);
        row |= (row & drawn) ? std::uint64_t{1} << last : drawn;
    }
    return row;
}

} // namespace

void validate(const XorSpec& spec) {
    auto problems = size_problems(spec.n_in, spec.n_out);
    if (spec.taps < 0 || spec.taps > spec.n_in)
        problems.push_back(
            fmt::format("taps is {} with n_in {}, allowed is 0 (dense) or 1..n_in", spec.taps, spec.n_in));
    throw_if_any(problems);
}

XorNetwork::XorNetwork(const XorSpec& spec) : n_in_(spec.n_in) {
    validate(spec);
    Random random(spec.seed);
    rows_.resize(static_cast<std::size_t>(spec.n_out));
    for (auto& row : rows_)
        row = spec.taps == 0 ? random.next() & low_mask(spec.n_in) : draw_taps(random, spec.n_in, spec.taps);
}

XorNetwork::XorNetwork(int n_in, std::vector<std::uint64_t> rows) : n_in_(n_in), rows_(std::move(rows)) {
    auto problems = size_problems(n_in, static_cast<std::int64_t>(rows_.size()));
    if (n_in >= 1 && n_in <= max_n_in)
        for (std::size_t i = 0; i < rows_.size(); ++i)
            if (const auto outside = rows_[i] & ~low_mask(n_in))
                problems.push_back(fmt::format("row {} has bits {:#x} past column {}, allowed are columns 0..{}", i,
                                               outside, n_in - 1, n_in - 1));
    throw_if_any(problems);
}

} // namespace fracbit::models

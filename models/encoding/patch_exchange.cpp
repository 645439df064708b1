#include "models/encoding/patch_exchange.hpp"

#include "models/encoding/elimination.hpp"

#include <array>
#include <bit>

namespace fracbit::models {
namespace {

constexpr std::size_t max_checks = 64;

/// (std::popcount is a call of a library function where the processor is not known to have the instruction.)
inline int count_ones(std::uint64_t bits) {
    bits -= bits >> 1 & 0x5555555555555555U;
    bits = (bits & 0x3333333333333333U) + (bits >> 2 & 0x3333333333333333U);
    bits = (bits + (bits >> 4)) & 0x0f0f0f0f0f0f0f0fU;
    return static_cast<int>(bits * 0x0101010101010101U >> 56);
}

struct Checks {
    RememberingElimination elimination;
    std::array<int, 64> accepted{};         // place of each accepted row
    std::array<int, max_checks> places{};   // of each check
    std::array<std::uint64_t, 64> checks{}; // that an accepted row is part of
    std::uint64_t disagreeing = 0;          // checks
    std::size_t count = 0;                  // of checks

    /// False if there are too many checks.
    bool add(int place, std::uint64_t row, std::uint64_t code) {
        const auto number = static_cast<std::size_t>(elimination.rank());
        const auto result = elimination.add(row, code);
        if (result == RememberingElimination::Result::accepted) {
            accepted[number] = place;
            return true;
        }
        if (count == max_checks) return false;
        const std::uint64_t check = std::uint64_t{1} << count;
        places[count++] = place;
        if (result == RememberingElimination::Result::contradicts) disagreeing |= check;
        for (auto sum = elimination.sum(); sum != 0; sum &= sum - 1)
            checks[static_cast<std::size_t>(std::countr_zero(sum))] |= check;
        return true;
    }
};

struct Exchange {
    std::uint64_t accepted = 0; // rows to be patched, by number
    std::uint64_t disagreeing = 0;
    int patches = 0;
};

Exchange best_exchange(const Checks& checks) {
    Exchange best{0, checks.disagreeing, count_ones(checks.disagreeing)};
    const auto accepted = static_cast<std::size_t>(checks.elimination.rank());
    for (std::size_t a = 0; a < accepted; ++a) {
        const std::uint64_t disagreeing = checks.disagreeing ^ checks.checks[a];
        if (const int patches = 1 + count_ones(disagreeing); patches < best.patches)
            best = {std::uint64_t{1} << a, disagreeing, patches};
    }
    // Two rows alone would be two patches.
    for (std::size_t a = 0; a < accepted && best.patches > 2; ++a) {
        const std::uint64_t with_a = checks.disagreeing ^ checks.checks[a];
        for (std::size_t b = a + 1; b < accepted; ++b)
            if (const int patches = 2 + count_ones(with_a ^ checks.checks[b]); patches < best.patches)
                best = {std::uint64_t{1} << a | std::uint64_t{1} << b, with_a ^ checks.checks[b], patches};
    }
    return best;
}

} // namespace

std::optional<EncodedSlice> exchange_patches(std::span<const std::uint64_t> rows, const SliceWords& codes,
                                             const SliceWords& care, SliceWords& flips) {
    Checks checks;
    for (std::size_t word = 0; word * 64 < rows.size(); ++word)
        for (auto left = care.words[word]; left != 0; left &= left - 1) {
            const int bit = std::countr_zero(left);
            const std::size_t place = word * 64 + static_cast<std::size_t>(bit);
            if (!checks.add(static_cast<int>(place), rows[place], codes.words[word] >> bit & 1U)) return std::nullopt;
        }
    const Exchange best = best_exchange(checks);
    flips = {};
    for (auto left = best.accepted; left != 0; left &= left - 1)
        flips.flip(checks.accepted[static_cast<std::size_t>(std::countr_zero(left))]);
    for (auto left = best.disagreeing; left != 0; left &= left - 1)
        flips.flip(checks.places[static_cast<std::size_t>(std::countr_zero(left))]);
    return EncodedSlice{checks.elimination.solution_without(best.accepted), best.patches};
}

} // namespace fracbit::models

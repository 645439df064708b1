#include "models/encoding/patch_exchange.hpp"

#include "models/encoding/elimination.hpp"

#include <bit>

namespace fracbit::models {
namespace {

constexpr int max_checks = 64;

/// Elimination that remembers which accepted rows each row is the sum of.
class Checks {
public:
    /// False if there are too many checks.
    bool add(int place, std::uint64_t row, std::uint64_t code) {
        std::uint64_t sum = 0; // of accepted rows, by number
        std::uint64_t y = code;
        for (auto used = row & pivots_; used != 0; used &= used - 1) {
            const auto i = static_cast<std::size_t>(std::countr_zero(used));
            row ^= reduced_[i].row;
            sum ^= reduced_[i].sum;
            y ^= reduced_[i].y;
        }
        if (row == 0) return add_check(sum, y);
        sum |= std::uint64_t{1} << accepted;
        const int pivot = std::countr_zero(row);
        for (auto left = pivots_; left != 0; left &= left - 1) {
            auto& other = reduced_[static_cast<std::size_t>(std::countr_zero(left))];
            if ((other.row >> pivot & 1U) == 0) continue;
            other.row ^= row;
            other.sum ^= sum;
            other.y ^= y;
        }
        reduced_[static_cast<std::size_t>(pivot)] = {row, sum, y};
        pivots_ |= std::uint64_t{1} << pivot;
        places[static_cast<std::size_t>(accepted++)] = place;
        return true;
    }

    int accepted = 0;
    std::array<int, 64> places{};                        // of accepted rows
    std::array<std::uint64_t, max_checks> checks_with{}; // per accepted row
    std::uint64_t disagreeing = 0;                       // checks

private:
    bool add_check(std::uint64_t sum, std::uint64_t y) {
        if (checks_ == max_checks) return false;
        for (; sum != 0; sum &= sum - 1)
            checks_with[static_cast<std::size_t>(std::countr_zero(sum))] |= std::uint64_t{1} << checks_;
        disagreeing |= y << checks_;
        ++checks_;
        return true;
    }

    struct Reduced {
        std::uint64_t row, sum, y;
    };
    std::array<Reduced, 64> reduced_; // by pivot
    std::uint64_t pivots_ = 0;
    int checks_ = 0;
};

} // namespace

ExchangedPatches patches_to_exchange(std::span<const std::uint64_t> rows, const SliceWords& codes,
                                     const SliceWords& care) {
    Checks checks;
    for (std::size_t word = 0; word * 64 < rows.size(); ++word)
        for (auto left = care.words[word]; left != 0; left &= left - 1) {
            const int bit = std::countr_zero(left);
            const std::size_t place = word * 64 + static_cast<std::size_t>(bit);
            if (!checks.add(static_cast<int>(place), rows[place], codes.words[word] >> bit & 1U)) return {};
        }

    ExchangedPatches best;
    int fewest = std::popcount(checks.disagreeing);
    const auto try_exchange = [&](int count, std::uint64_t disagreeing, std::size_t a, std::size_t b) {
        const int patches = count + std::popcount(disagreeing);
        if (patches >= fewest) return;
        fewest = patches;
        best = {count, {checks.places[a], checks.places[b]}};
    };
    const auto accepted = static_cast<std::size_t>(checks.accepted);
    for (std::size_t a = 0; a < accepted; ++a) try_exchange(1, checks.disagreeing ^ checks.checks_with[a], a, a);
    if (fewest <= 2) return best; // two rows alone would be as many
    for (std::size_t a = 0; a < accepted; ++a)
        for (std::size_t b = a + 1; b < accepted; ++b)
            try_exchange(2, checks.disagreeing ^ checks.checks_with[a] ^ checks.checks_with[b], a, b);
    return best;
}

} // namespace fracbit::models

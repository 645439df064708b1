#include "models/circuits/toggle_activity.hpp"

#include "models/circuits/netlist_properties.hpp"
#include "models/core/random.hpp"
#include "models/gf2/low_bits.hpp"

#include <algorithm>
#include <array>
#include <bit>
#include <numeric>

namespace fracbit::models {
namespace {

using Square = std::array<std::uint64_t, 64>;

/// Bit j of row i becomes bit i of row j: halves are exchanged, then halves of halves.
void transpose(Square& square) {
    std::uint64_t low = ~std::uint64_t{0};
    for (unsigned half = 32; half != 0; half /= 2) {
        low ^= low << half;
        for (unsigned i = 0; i < 64; ++i) {
            if ((i & half) != 0) continue;
            const std::uint64_t differing = (square[i] >> half ^ square[i + half]) & low;
            square[i] ^= differing << half;
            square[i + half] ^= differing;
        }
    }
}

} // namespace

std::vector<std::uint64_t> random_words(int n_in, std::size_t count, std::uint64_t seed) {
    Random random(seed);
    std::vector<std::uint64_t> words(count);
    for (std::uint64_t& word : words) word = random.next() & low_bits(n_in);
    return words;
}

double ToggleActivity::per_word() const {
    if (changes_of_word == 0) return 0;
    const std::int64_t total = std::accumulate(toggles.begin(), toggles.end(), std::int64_t{0});
    return static_cast<double>(total) / static_cast<double>(changes_of_word);
}

ToggleActivity count_toggles(const XorNetlist& netlist, const std::vector<std::uint64_t>& words) {
    ToggleActivity activity;
    activity.changes_of_word = words.empty() ? 0 : static_cast<std::int64_t>(words.size()) - 1;
    const auto signals = static_cast<std::size_t>(netlist.signals());
    activity.toggles.assign(signals, 0);
    // Bit c of a signal is its value in the block's word c, so 64 words pass at once.
    std::vector<std::uint64_t> values(signals), before(signals);
    for (std::size_t first = 0; first < words.size(); first += 64) {
        const std::size_t count = std::min<std::size_t>(64, words.size() - first);
        Square square{};
        std::copy_n(words.begin() + static_cast<std::ptrdiff_t>(first), count, square.begin());
        transpose(square);
        std::copy_n(square.begin(), netlist.n_in(), values.begin());
        std::size_t own = static_cast<std::size_t>(netlist.n_in());
        for (const XorGate& gate : netlist.gates())
            values[own++] = values[static_cast<std::size_t>(gate.a)] ^ values[static_cast<std::size_t>(gate.b)];
        // The first word of all has none before it.
        const std::uint64_t present = low_bits(static_cast<int>(count));
        const std::uint64_t counted = first == 0 ? present & ~std::uint64_t{1} : present;
        for (std::size_t s = 0; s < signals; ++s) {
            activity.toggles[s] += std::popcount((values[s] ^ (values[s] << 1 | before[s])) & counted);
            before[s] = values[s] >> 63;
        }
    }
    return activity;
}

std::int64_t register_toggles(const ToggleActivity& activity, const std::vector<std::vector<Signal>>& rows) {
    std::int64_t total = 0;
    for (const auto& row : rows)
        for (const Signal s : row) total += activity.toggles[static_cast<std::size_t>(s)];
    return total;
}

double energy_per_word_fj(const XorNetlist& netlist, const ToggleActivity& activity, const ToggleEnergy& energy) {
    if (activity.changes_of_word == 0) return 0;
    const std::vector<int> readers = fan_outs(netlist);
    double total_fj = 0;
    for (std::size_t s = 0; s < readers.size(); ++s) {
        const double of_toggle =
            energy.per_fan_out_fj * readers[s] + (s < static_cast<std::size_t>(netlist.n_in()) ? 0 : energy.gate_fj);
        total_fj += of_toggle * static_cast<double>(activity.toggles[s]);
    }
    return total_fj / static_cast<double>(activity.changes_of_word);
}

} // namespace fracbit::models

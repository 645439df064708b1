// How often the signals of a circuit change while it decodes real words: the dynamic part of its energy. One change at
// most per word and signal: glitches, which grow with the depth, come on top.
#pragma once

#include "models/circuits/xor_netlist.hpp"

#include <cstdint>
#include <vector>

namespace fracbit::models {

struct ToggleActivity {
    std::int64_t changes_of_word = 0;  ///< words - 1, at least 0
    std::vector<std::int64_t> toggles; ///< [signal]: words in which it differs from the word before
    /// Changed signals per word; 0 for fewer than two words.
    [[nodiscard]] double per_word() const;
    friend bool operator==(const ToggleActivity&, const ToggleActivity&) = default;
};

/// `words` in the order in which they are decoded, bit j being input j. Time: signals x words / 64.
ToggleActivity count_toggles(const XorNetlist& netlist, const std::vector<std::uint64_t>& words);

/// Inputs of a drawn network, of which nobody knows what it will decode: fair bits.
std::vector<std::uint64_t> random_words(int n_in, std::size_t count, std::uint64_t seed);
/// As many are taken where nothing else is said.
inline constexpr std::size_t drawn_words = 4096;

/// Toggles of all flip-flops of a pipeline, from its rows (register_rows): each holds a signal for a cycle.
std::int64_t register_toggles(const ToggleActivity& activity, const std::vector<std::vector<Signal>>& rows);

struct ToggleEnergy {
    double gate_fj = 0;        ///< when a gate's output changes
    double per_fan_out_fj = 0; ///< for each reader of a changed signal, inputs included
};

/// Mean energy of the gates per word in femtojoule, glitches and clock not included.
double energy_per_word_fj(const XorNetlist& netlist, const ToggleActivity& activity, const ToggleEnergy& energy);

} // namespace fracbit::models

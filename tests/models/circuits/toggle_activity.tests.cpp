#include "models/circuits/toggle_activity.hpp"

#include "models/circuits/pipeline.hpp"
#include "models/circuits/synthesis.hpp"
#include "tests/models/circuits/random_matrices.hpp"

#include <catch2/catch.hpp>

#include <bit>

using namespace fracbit;
using namespace fracbit::models;
using namespace fracbit::models::testing;

namespace {

/// Value of every signal, one word at a time.
std::vector<bool> values_of(const XorNetlist& netlist, std::uint64_t word) {
    std::vector<bool> values;
    for (int j = 0; j < netlist.n_in(); ++j) values.push_back((word >> j & 1) != 0);
    for (const XorGate& gate : netlist.gates())
        values.push_back(values[static_cast<std::size_t>(gate.a)] != values[static_cast<std::size_t>(gate.b)]);
    return values;
}

} // namespace

TEST_CASE("drawn words hold fair bits of the inputs and no others") {
    std::uint64_t ones = 0, seen = 0;
    for (const std::uint64_t word : random_words(5, 1'000, 3)) {
        seen |= word;
        ones += static_cast<std::uint64_t>(std::popcount(word));
    }
    CHECK(seen == 0b11111);
    CHECK(ones == Approx(2'500).epsilon(0.05));
}

TEST_CASE("toggles are the changes of each signal from word to word") {
    const std::uint64_t seed = 4401;
    Random random(seed);
    for (const int count : {0, 1, 2, 63, 64, 65, 128, 200}) {
        const XorNetwork network = random_matrix(random);
        CAPTURE(seed, count, shown(network));
        const XorNetlist netlist = synthesize(network).netlist;
        std::vector<std::uint64_t> words;
        for (int i = 0; i < count; ++i) words.push_back(random.next() >> (64 - network.n_in()));
        std::vector<std::int64_t> expected(static_cast<std::size_t>(netlist.signals()));
        for (int i = 1; i < count; ++i) {
            const auto before = values_of(netlist, words[static_cast<std::size_t>(i - 1)]);
            const auto now = values_of(netlist, words[static_cast<std::size_t>(i)]);
            for (std::size_t s = 0; s < expected.size(); ++s) expected[s] += before[s] != now[s] ? 1 : 0;
        }
        const ToggleActivity found = count_toggles(netlist, words);
        REQUIRE(found.toggles == expected);
        REQUIRE(found.changes_of_word == std::max(0, count - 1));
    }
}

TEST_CASE("energy per word weighs toggles with their gates and readers") {
    // y0 = x0 ^ x1, y1 = x0: x0 has two readers, x1 and the gate one each.
    const XorNetlist netlist(2, {{0, 1}}, {2, 0});
    const ToggleActivity activity = count_toggles(netlist, {0b00, 0b01, 0b11, 0b00, 0b00});
    CHECK(activity.toggles == std::vector<std::int64_t>{2, 2, 2});
    CHECK(activity.per_word() == 1.5);
    CHECK(energy_per_word_fj(netlist, activity, {3.0, 0.5}) == Approx((2 * 1.0 + 2 * 0.5 + 2 * 3.5) / 4));
    CHECK(register_toggles(activity, register_rows(netlist, {1}, 2)) == 2 * (2 + 2)); // x0 and the gate in two rows
    CHECK(energy_per_word_fj(netlist, count_toggles(netlist, {0b11}), {3.0, 0.5}) == 0);
    CHECK(count_toggles(netlist, {}).per_word() == 0);
}

#include "models/rtl/test_vectors.hpp"
#include "models/core/error.hpp"
#include "models/rtl/testbench.hpp"
#include "tests/models/rtl/small_specs.hpp"
#include "tests/support/message_of.hpp"

#include <catch2/catch.hpp>
#include <numeric>

using namespace fracbit;
using namespace fracbit::models;
using fracbit::test::small_spec;
using fracbit::tests::message_of;

namespace {

BitVector bits_of(std::initializer_list<int> values) {
    BitVector bits(static_cast<std::int64_t>(values.size()));
    std::int64_t at = 0;
    for (const int value : values) bits.set(at++, value != 0);
    return bits;
}

} // namespace

TEST_CASE("Random vectors hold as many weights as asked, and y = M x of every slice") {
    const WeightPathSpec spec = small_spec(2);
    const TestVectors vectors = random_vectors(spec, 101, 7);
    CHECK(vectors.expected.size() == 101);
    CHECK(std::accumulate(vectors.units.begin(), vectors.units.end(), std::int64_t{0}) == 101);
    std::int64_t seed = 0, weight = 0;
    for (const TestVectors::Run& run : vectors.runs) {
        for (std::int64_t i = 0; i < run.useful; ++i, ++weight) {
            const std::int64_t bit = run.skip + i;
            const std::uint64_t x = vectors.seeds.extract(seed + bit / 3 * 2, 2),
                                row = spec.planes[static_cast<std::size_t>(run.plane)]->row(static_cast<int>(bit % 3));
            REQUIRE(vectors.expected.get(weight) == (std::popcount(x & row) % 2 == 1));
        }
        seed += run.slices * 2;
    }
    CHECK(seed == vectors.seeds.size());
    CHECK(random_vectors(spec, 101, 7).seeds == vectors.seeds);
    CHECK_FALSE(random_vectors(spec, 101, 8).seeds == vectors.seeds);
}

TEST_CASE("Random vectors need a plain network") {
    WeightPathSpec spec = small_spec();
    CHECK(message_of<ConfigError>([&] { random_vectors(spec, 0, 1); }) ==
          "vectors of 0 weights: at least one is needed");
    spec.masked = true;
    CHECK(
        message_of<ConfigError>([&] { random_vectors(spec, 10, 1); }) ==
        "random code words are made for networks without registers, patches and masks; give a layer's stored streams");
}

TEST_CASE("Vectors of a layer end at a slice of the run in which there are enough") {
    WeightPathSpec spec = small_spec();
    spec.registers = 1; // seeds of one bit, the first of a run only fills the register
    StoredPlane plane{spec.planes.front(), bits_of({1, 0, 1, 0, 1, 1}), 1};
    const std::vector<StoredPlane> planes{plane};
    const std::vector<std::int64_t> lengths{5, 4}; // two slices each
    const std::vector<BitVector> codes{bits_of({1, 0, 1, 1, 0, 0, 1, 1, 0})};
    const TestVectors all = layer_vectors(spec, planes, lengths, codes, {}, 100);
    REQUIRE(all.runs.size() == 2);
    CHECK(all.runs[1].slices == 3);
    CHECK(all.runs[1].skip == 3);
    CHECK(all.runs[1].useful == 4);
    CHECK(all.seeds == plane.bits);
    CHECK(all.expected == codes.front());
    const TestVectors few = layer_vectors(spec, planes, lengths, codes, {}, 6);
    REQUIRE(few.runs.size() == 2);
    CHECK(few.runs[1].slices == 2);
    CHECK(few.runs[1].useful == 3);
    CHECK(few.expected.size() == 8);

    CHECK(message_of<ConfigError>([&] { layer_vectors(spec, planes, std::vector<std::int64_t>{5}, codes, {}, 9); }) ==
          "vectors of layer 'fc': plane 0 stores 6 bits, its runs need 3");
    CHECK(message_of<ConfigError>([&] {
              layer_vectors(spec, planes, lengths, std::vector<BitVector>{BitVector(3)}, {}, 9);
          }) == "vectors of layer 'fc': plane 0 has 3 decoded weights, its runs 9");
    CHECK(message_of<ConfigError>([&] { layer_vectors(spec, planes, lengths, {}, {}, 9); }) ==
          "vectors of layer 'fc': 1 stored planes and 0 decoded ones for 1 networks");
    spec.masked = true;
    CHECK(message_of<ConfigError>([&] { layer_vectors(spec, planes, lengths, codes, BitVector(2), 9); }) ==
          "vectors of layer 'fc': 2 mask bits for 9 weights");
    spec.masked = false;
    spec.patches = PatchFormat::counted;
    spec.block_slices = {8};
    CHECK(message_of<ConfigError>([&] { layer_vectors(spec, planes, lengths, codes, {}, 9); }) ==
          "vectors of layer 'fc': plane 0 has patches of 0 runs, needed are 2");
}

TEST_CASE("A word of slices takes the gaps that end inside it") {
    WeightPathSpec spec = small_spec(); // two lanes of three weights
    // Gaps of two bits, 3 is a filler: patches at 0 and 5, a filler over 6 to 8, a patch at 11.
    BitVector gaps(10);
    std::int64_t at = 0;
    for (const std::uint64_t gap : {0U, 3U, 1U, 3U, 2U}) {
        gaps.deposit(at, 2, gap);
        at += 2;
    }
    CHECK(entries_of_words(spec, 2, gaps, {0, 10}, 4) == std::vector<std::int64_t>{3, 2});
    CHECK(entries_of_words(spec, 2, gaps, {2, 10}, 4) == std::vector<std::int64_t>{2, 2});
    spec.registers = 1; // the first slice has no patches
    CHECK(entries_of_words(spec, 2, gaps, {0, 10}, 5) == std::vector<std::int64_t>{1, 3, 1});
}

TEST_CASE("Lines for readmemh begin with the first bits and end with the lowest") {
    CHECK(hex_lines(bits_of({1, 0, 0, 0, 0, 1, 1, 1, 1, 1}), 8) == "e1\n03\n");
    CHECK(hex_lines(bits_of({1, 1, 1, 1, 1, 1, 1}), 6) == "3f\n01\n");
    CHECK(hex_lines(BitVector(), 8).empty());
}

TEST_CASE("The buffer holds two units, of weights with their mask bits where there is a mask") {
    WeightPathSpec spec = small_spec();
    spec.sizes.buffer_bytes = 2; // 16 bits
    const std::vector<TestVectors::Run> runs{{0, 10, 0, 20}, {0, 1, 0, 3}};
    CHECK(cut_units(spec, runs) == std::vector<std::int64_t>{8, 8, 4, 3});
    spec.masked = true;
    CHECK(cut_units(spec, runs) == std::vector<std::int64_t>{4, 4, 4, 4, 4, 3});
}

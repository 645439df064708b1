#include "models/encoding/slice_encoder.hpp"

#include "models/core/error.hpp"
#include "models/core/random.hpp"

#include <catch2/catch.hpp>

#include <bit>

using namespace fracbit;
using namespace fracbit::models;
using Catch::Matchers::Message;

namespace {

struct RandomSlice {
    RandomSlice(Random& random, int n_out, double sparsity) {
        for (int i = 0; i < n_out; ++i) {
            if (random.below(2) == 1) codes.flip(i);
            if (random.uniform() >= sparsity) care.flip(i);
        }
    }
    SliceWords codes, care;
};

/// What the slice decodes to is right in every care element, and only care elements are flipped, as many as stated.
void check_slice(const XorNetwork& network, const RandomSlice& slice, const EncodedSlice& encoded,
                 const SliceWords& flips) {
    int flipped = 0;
    int wrong = 0;
    for (int i = 0; i < static_cast<int>(64 * SliceWords::max_words); ++i) {
        if (flips.get(i)) ++flipped;
        if (flips.get(i) && !slice.care.get(i)) ++wrong;
        if (!slice.care.get(i)) continue;
        const bool decoded = std::popcount(network.row(i) & encoded.seed) % 2 == 1;
        if ((decoded != flips.get(i)) != slice.codes.get(i)) ++wrong;
    }
    CHECK(wrong == 0);
    CHECK(flipped == encoded.patches);
    if (network.n_in() < 64) CHECK(encoded.seed >> network.n_in() == 0);
}

EncodedSlice encode(const XorNetwork& network, SeedSearch search, const RandomSlice& slice) {
    SliceWords flips;
    flips.flip(0); // whatever it held before
    const auto encoded = SliceEncoder(network, search).encode(slice.codes, slice.care, flips);
    check_slice(network, slice, encoded, flips);
    return encoded;
}

SliceWords words(std::uint64_t first) {
    SliceWords slice;
    slice.words[0] = first;
    return slice;
}

} // namespace

TEST_CASE("a row that contradicts those before it becomes a patch, as worked out by hand") {
    // y = (x0, x1, x0 ^ x1); 1, 0, 0 is no output: the third contradicts, unless it is no care element.
    const XorNetwork network(2, {0b01, 0b10, 0b11});
    const SliceEncoder encoder(network, SeedSearch::elimination);
    SliceWords flips;
    auto encoded = encoder.encode(words(0b001), words(0b111), flips);
    CHECK(encoded.seed == 0b01);
    CHECK(encoded.patches == 1);
    CHECK(flips == words(0b100));
    encoded = encoder.encode(words(0b001), words(0b011), flips);
    CHECK(encoded.seed == 0b01);
    CHECK(encoded.patches == 0);
    CHECK(flips == words(0));
    encoded = encoder.encode(words(0b010), words(0b110), flips);
    CHECK(encoded.seed == 0b11); // x1 = 1 and x0 ^ x1 = 0
    CHECK(encoded.patches == 0);
}

TEST_CASE("patching one accepted row instead of the two rows that contradict it saves a patch") {
    // x0, x1 and twice x0 again, which both say otherwise: first come, first served takes two patches.
    const XorNetwork network(2, {0b01, 0b10, 0b01, 0b01});
    SliceWords flips;
    const auto eliminated = SliceEncoder(network, SeedSearch::elimination).encode(words(0b0001), words(0b1111), flips);
    CHECK(eliminated.patches == 2);
    CHECK(flips == words(0b1100));
    const auto exchanged = SliceEncoder(network, SeedSearch::exchange).encode(words(0b0001), words(0b1111), flips);
    CHECK(exchanged.patches == 1);
    CHECK(exchanged.seed == 0);
    CHECK(flips == words(0b0001));
}

TEST_CASE("patching two accepted rows can save more than patching one") {
    // Three times x0 ^ x1 ^ x2 = 0 after 1, 1, 1 needs one patch; six rows that only two flips mend need two.
    const XorNetwork network(3, {0b001, 0b010, 0b100, 0b001, 0b001, 0b010, 0b010, 0b100, 0b100});
    SliceWords flips;
    // x0 = x1 = 1, then twice each that they are 0; x2 = 1 throughout.
    const auto exchanged =
        SliceEncoder(network, SeedSearch::exchange).encode(words(0b110000111), words(0b111111111), flips);
    CHECK(exchanged.patches == 2);
    CHECK(exchanged.seed == 0b100);
    CHECK(flips == words(0b000000011));
}

TEST_CASE("of exchanges that save equally much, the first rows are patched") {
    // x0 and x1 are 0 and twice their sum is 1: patching either mends both.
    SliceWords flips;
    auto exchanged = SliceEncoder(XorNetwork(2, {0b01, 0b10, 0b11, 0b11}), SeedSearch::exchange)
                         .encode(words(0b1100), words(0b1111), flips);
    CHECK(exchanged.patches == 1);
    CHECK(flips == words(0b0001));
    CHECK(exchanged.seed == 0b01);
    // x0, x1 and x2 are 0; three times x0 is 1, three times x1 ^ x2 is 1: x0 and either of the others.
    const XorNetwork network(3, {0b001, 0b010, 0b100, 0b001, 0b001, 0b001, 0b110, 0b110, 0b110});
    exchanged = SliceEncoder(network, SeedSearch::exchange).encode(words(0b111111000), words(0b111111111), flips);
    CHECK(exchanged.patches == 2);
    CHECK(flips == words(0b000000011));
    CHECK(exchanged.seed == 0b011);
}

TEST_CASE("patches are exchanged up to 64 rows that depend on others") {
    for (const int checks : {64, 65}) {
        // x0 is 0 and then, again and again, 1.
        const XorNetwork network(1, std::vector<std::uint64_t>(static_cast<std::size_t>(checks) + 1, 1));
        SliceWords codes, care, flips;
        for (int i = 0; i <= checks; ++i) care.flip(i);
        for (int i = 1; i <= checks; ++i) codes.flip(i);
        CHECK(SliceEncoder(network, SeedSearch::exchange).encode(codes, care, flips).patches ==
              (checks == 64 ? 1 : 65));
    }
}

TEST_CASE("of several seeds with the fewest patches the exhaustive search takes the smallest") {
    const SliceEncoder encoder(XorNetwork(2, {0b01, 0b10}), SeedSearch::exhaustive);
    SliceWords flips;
    CHECK(encoder.encode(words(0b01), words(0b01), flips).seed == 1); // or 3
    CHECK(encoder.encode(words(0b10), words(0b10), flips).seed == 2); // or 3
    CHECK(encoder.encode(words(0b00), words(0b10), flips).seed == 0); // or 1
}

TEST_CASE("every search gives the codes of any slice, and a wider search never more patches") {
    const std::uint64_t seed = GENERATE(range(1, 301));
    CAPTURE(seed);
    Random random(seed);
    const int n_in = 1 + static_cast<int>(random.below(11));
    const int n_out = n_in + static_cast<int>(random.below(random.below(2) == 0 ? 200 : 20));
    const double sparsity = std::vector<double>{0.0, 0.5, 0.9, 0.95, 1.0}[random.below(5)];
    CAPTURE(n_in, n_out, sparsity);
    const XorNetwork network(XorSpec{n_in, n_out, static_cast<int>(random.below(3)) % (n_in + 1), seed});
    const RandomSlice slice(random, n_out, sparsity);
    const auto eliminated = encode(network, SeedSearch::elimination, slice);
    const auto exchanged = encode(network, SeedSearch::exchange, slice);
    const auto best = encode(network, SeedSearch::exhaustive, slice);
    CHECK(best.patches <= exchanged.patches);
    CHECK(exchanged.patches <= eliminated.patches);
    CHECK((eliminated.patches == 0) == (best.patches == 0));
    if (eliminated.patches < 2) CHECK(best.patches == eliminated.patches);
}

TEST_CASE("every slice of any network up to 64 inputs and 1024 outputs is encoded exactly") {
    const std::uint64_t seed = GENERATE(range(1, 201));
    CAPTURE(seed);
    Random random(seed);
    const int n_in = 1 + static_cast<int>(random.below(64));
    const int n_out = n_in + static_cast<int>(random.below(static_cast<std::uint64_t>(max_n_out - n_in + 1)));
    const double sparsity = std::vector<double>{0.0, 0.5, 0.9, 0.93, 1.0}[random.below(5)];
    CAPTURE(n_in, n_out, sparsity);
    const XorNetwork network(XorSpec{n_in, n_out, 0, seed});
    const RandomSlice slice(random, n_out, sparsity);
    const auto eliminated = encode(network, SeedSearch::elimination, slice);
    const auto exchanged = encode(network, SeedSearch::exchange, slice);
    CHECK(exchanged.patches <= eliminated.patches);
}

TEST_CASE("what a network puts out is encoded without patches, with all its elements cared for") {
    const int n_in = GENERATE(1, 2, 20, 63, 64);
    const std::uint64_t seed = 11;
    CAPTURE(seed, n_in);
    Random random(seed);
    const XorNetwork network(XorSpec{n_in, 1024, 0, seed});
    const std::uint64_t x = random.next() >> (64 - n_in);
    RandomSlice slice(random, 1024, 0.0);
    slice.codes = {};
    for (int i = 0; i < 1024; ++i)
        if (std::popcount(network.row(i) & x) % 2 == 1) slice.codes.flip(i);
    const auto encoded = encode(network, SeedSearch::elimination, slice);
    CHECK(encoded.patches == 0);
    CHECK(encoded.seed == x); // 1024 random rows have full rank
}

TEST_CASE("an exhaustive search of too many seeds is an error that says how many are allowed") {
    CHECK_THROWS_MATCHES(
        SliceEncoder(XorNetwork(XorSpec{17, 20, 0, 1}), SeedSearch::exhaustive), ConfigError,
        Message("exhaustive search: found n_in = 17; allowed are 1..16, for there are 2^n_in seeds; use "
                "another search"));
    CHECK_NOTHROW(SliceEncoder(XorNetwork(XorSpec{16, 20, 0, 1}), SeedSearch::exhaustive));
}

#include "models/xor/xor_decoder.hpp"

#include "models/core/error.hpp"
#include "models/xor/slices.hpp"
#include "tests/models/xor/random_networks.hpp"

#include <catch2/catch.hpp>

#include <bit>

using namespace fracbit;
using namespace fracbit::models;
using namespace fracbit::models::testing;
using Catch::Matchers::Message;

namespace {

/// Bit by bit from the definition: weight w is output w mod n_out of slice w / n_out.
BitVector decode_by_definition(const XorNetwork& network, const BitVector& encrypted, std::int64_t weights) {
    BitVector result(weights);
    for (std::int64_t w = 0; w < weights; ++w) {
        const std::uint64_t seed = encrypted.extract(w / network.n_out() * network.n_in(), network.n_in());
        result.set(w, std::popcount(network.row(static_cast<int>(w % network.n_out())) & seed) % 2 == 1);
    }
    return result;
}

BitVector bits_of(const std::string& text) {
    BitVector bits(static_cast<std::int64_t>(text.size()));
    for (std::size_t i = 0; i < text.size(); ++i) bits.set(static_cast<std::int64_t>(i), text[i] == '1');
    return bits;
}

void check_random_decode(Random& random, const XorNetwork& network, std::int64_t weights) {
    const auto encrypted = random_bits(random, encrypted_bits(weights, network.n_in(), network.n_out()));
    const auto decoded = XorDecoder(network).decode(encrypted, weights);
    CAPTURE(network.n_in(), network.n_out(), weights);
    CHECK(decoded == decode_by_definition(network, encrypted, weights)); // equality also sees bits past the end
}

} // namespace

TEST_CASE("the 2 to 3 network of x0, x1 and their sum decodes as worked out by hand") {
    const XorDecoder decoder(XorNetwork(2, {0b01, 0b10, 0b11}));
    // Slices (x0, x1) = 10, 01, 11, 00 give 101, 011, 110, 000; the last two bits are dropped.
    CHECK(decoder.decode(bits_of("10011100"), 10) == bits_of("1010111100"));
    CHECK(decoder.decode(bits_of("10011100"), 12) == bits_of("101011110000"));
}

TEST_CASE("decoding no weights takes no bits and gives none") {
    CHECK(XorDecoder(XorNetwork(XorSpec{20, 188, 0, 1})).decode(BitVector(), 0) == BitVector());
}

TEST_CASE("any network decodes as its definition says, ragged tails included") {
    const std::uint64_t seed = GENERATE(range(1, 301));
    CAPTURE(seed);
    Random random(seed);
    const XorNetwork network(random_spec(random));
    check_random_decode(random, network, 1 + static_cast<std::int64_t>(random.below(6'000)));
}

TEST_CASE("every ragged tail around a word and a slice decodes as the definition says") {
    const auto [n_in, n_out] = GENERATE(table<int, int>({{1, 1},
                                                         {1, 2},
                                                         {8, 10},
                                                         {8, 20},
                                                         {7, 11},
                                                         {20, 188},
                                                         {31, 33},
                                                         {32, 64},
                                                         {64, 64},
                                                         {63, 65},
                                                         {64, 128},
                                                         {64, 1024}}));
    const std::uint64_t seed = 7;
    CAPTURE(seed);
    Random random(seed);
    const XorNetwork network(XorSpec{n_in, n_out, 0, seed});
    for (std::int64_t weights = 0; weights <= 3 * std::max(n_out, 64) + 1; ++weights)
        check_random_decode(random, network, weights);
}

TEST_CASE("networks of all sizes around bytes and words decode as the definition says, from one weight on") {
    const std::uint64_t seed = 11;
    CAPTURE(seed);
    Random random(seed);
    const int n_in = GENERATE(range(1, 65));
    std::vector<int> n_outs{n_in, n_in + 1, 2 * n_in, 2 * n_in + 3};
    for (const int multiple : {8, 24, 56, 64, 96, 128, 192, 248, 256, 512, 768, 1024})
        for (const int offset : {-7, -4, -2, -1, 0, 1, 4}) n_outs.push_back(multiple + offset);
    for (const int n_out : n_outs) {
        if (n_out < n_in || n_out > max_n_out) continue;
        const XorNetwork network(XorSpec{n_in, n_out, 0, random.next()});
        check_random_decode(random, network, 1);
        check_random_decode(random, network, 2 * n_out);
        check_random_decode(random, network, 1 + static_cast<std::int64_t>(random.below(1'500)));
        check_random_decode(random, network, 4'000);
    }
}

TEST_CASE("decoding into a vector gives the same whatever it held, in the same memory") {
    const std::uint64_t seed = 12;
    CAPTURE(seed);
    Random random(seed);
    for (int i = 0; i < 200; ++i) {
        const XorNetwork network(random_spec(random));
        const auto weights = 1 + static_cast<std::int64_t>(random.below(3'000));
        const auto encrypted = random_bits(random, encrypted_bits(weights, network.n_in(), network.n_out()));
        const auto expected = decode_by_definition(network, encrypted, weights);
        const XorDecoder decoder(network);
        auto result = random_bits(random, static_cast<std::int64_t>(random.below(6'000)));
        decoder.decode(encrypted, weights, result);
        CAPTURE(network.n_in(), network.n_out(), weights);
        CHECK(result == expected);
        const auto* const memory = result.words().data();
        for (auto& word : result.words()) word ^= random.next();
        result.resize(weights - 1); // bits past the end are zero again
        decoder.decode(encrypted, weights, result);
        CHECK(result == expected);
        CHECK(result.words().data() == memory);
    }
}

TEST_CASE("what cannot be decoded leaves the result as it was") {
    const XorDecoder decoder(XorNetwork(XorSpec{8, 20, 2, 1}));
    auto result = bits_of("10110");
    CHECK_THROWS_AS(decoder.decode(BitVector(23), 41, result), ConfigError);
    CHECK_THROWS_AS(decoder.decode(BitVector(0), -1, result), ConfigError);
    CHECK(result == bits_of("10110"));
}

TEST_CASE("the tables of any network stay within what the decoder promises") {
    int largest = 0;
    for (int n_in = 1; n_in <= max_n_in; ++n_in)
        for (int n_out = n_in; n_out <= max_n_out; ++n_out) {
            const auto shape = DecodeShape::of(n_in, n_out);
            largest = std::max(largest, shape.parts * shape.part_entries() * shape.entry_bytes);
            if (shape.inputs % n_in != 0 || shape.outputs / n_out != shape.inputs / n_in || shape.inputs > 64)
                FAIL("steps of " << n_in << " -> " << n_out << " are not whole slices of at most 64 bits");
        }
    CHECK(largest == 64 * 1024);
    const auto shape = DecodeShape::of(20, 188);
    CHECK(shape.parts * shape.part_entries() * shape.entry_bytes == 33 * 1024);
}

TEST_CASE("decoding any other number of encrypted bits is an error that states both numbers") {
    const XorDecoder decoder(XorNetwork(XorSpec{8, 20, 2, 1}));
    const std::string text =
        " encrypted bits for 41 weights; a 8 -> 20 XOR network needs exactly 24 (3 slices of 8 bits)";
    CHECK_THROWS_MATCHES(decoder.decode(BitVector(23), 41), ConfigError, Message("found 23" + text));
    CHECK_THROWS_MATCHES(decoder.decode(BitVector(25), 41), ConfigError, Message("found 25" + text));
    CHECK_THROWS_MATCHES(decoder.decode(BitVector(0), -1), ConfigError,
                         Message("cannot decode -1 weights: the count must not be negative"));
}

TEST_CASE("slices and stored bits are counted up to the ragged last slice") {
    CHECK(slice_count(0, 20) == 0);
    CHECK(slice_count(1, 20) == 1);
    CHECK(slice_count(20, 20) == 1);
    CHECK(slice_count(21, 20) == 2);
    CHECK(encrypted_bits(21, 8, 20) == 16);
    CHECK(encrypted_bits(6'738'415'616, 8, 10) == 5'390'732'496);
}

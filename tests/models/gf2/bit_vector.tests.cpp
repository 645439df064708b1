#include "models/gf2/bit_vector.hpp"

#include "models/core/random.hpp"

#include <catch2/catch.hpp>

#include <algorithm>

using fracbit::Random;
using fracbit::models::BitVector;

namespace {

/// The same bits in the plainest form there is.
using Plain = std::vector<bool>;

BitVector packed(const Plain& plain) {
    BitVector bits(static_cast<std::int64_t>(plain.size()));
    for (std::size_t i = 0; i < plain.size(); ++i) bits.set(static_cast<std::int64_t>(i), plain[i]);
    return bits;
}

Plain random_plain(Random& random, std::size_t size) {
    Plain plain(size);
    for (std::size_t i = 0; i < size; ++i) plain[i] = random.below(2) == 1;
    return plain;
}

std::uint64_t extract(const Plain& plain, std::size_t first, std::size_t count) {
    std::uint64_t number = 0;
    for (std::size_t i = 0; i < count; ++i) number |= std::uint64_t{plain[first + i]} << i;
    return number;
}

/// Sizes and positions around the edges of words, where packing goes wrong if it goes wrong.
std::size_t edgy(Random& random, std::size_t most) {
    const std::size_t near = 64 * random.below(5) + random.below(5);
    return std::min(most, random.below(2) == 0 ? random.below(most + 1) : near - std::min<std::size_t>(near, 2));
}

} // namespace

TEST_CASE("a new bit vector is all zero") {
    const BitVector bits(130);
    CHECK(bits.size() == 130);
    CHECK(bits.words().size() == 3);
    CHECK(bits.count_ones() == 0);
    CHECK(BitVector().size() == 0);
    CHECK(BitVector() == BitVector(0));
}

TEST_CASE("bit i is bit i mod 64 of word i / 64") {
    BitVector bits(130);
    bits.set(0, true);
    bits.set(63, true);
    bits.set(64, true);
    bits.set(129, true);
    CHECK(bits.words()[0] == 0x8000000000000001U);
    CHECK(bits.words()[1] == 1);
    CHECK(bits.words()[2] == 2);
    bits.set(63, false);
    CHECK(bits.words()[0] == 1);
    CHECK(bits.get(129));
    CHECK_FALSE(bits.get(128));
}

TEST_CASE("extract reads every position and width as bit by bit reading does") {
    Random random(21);
    const Plain plain = random_plain(random, 193);
    const BitVector bits = packed(plain);
    for (std::size_t count = 0; count <= 64; ++count)
        for (std::size_t first = 0; first + count <= plain.size(); ++first)
            if (bits.extract(static_cast<std::int64_t>(first), static_cast<int>(count)) != extract(plain, first, count))
                FAIL("position " << first << ", width " << count);
}

TEST_CASE("deposit writes every position and width and leaves the neighbours alone") {
    Random random(22);
    for (std::size_t count = 0; count <= 64; ++count)
        for (std::size_t first = 0; first + count <= 193; ++first) {
            Plain plain = random_plain(random, 193);
            BitVector bits = packed(plain);
            const std::uint64_t number = random.next(); // its bits past `count` must be ignored
            for (std::size_t i = 0; i < count; ++i) plain[first + i] = (number >> i) & 1U;
            bits.deposit(static_cast<std::int64_t>(first), static_cast<int>(count), number);
            if (bits != packed(plain)) FAIL("position " << first << ", width " << count);
        }
}

TEST_CASE("copy, resize and count do what they do to a vector of bool") {
    const std::uint64_t seed = GENERATE(range(1, 201));
    CAPTURE(seed);
    Random random(seed);
    Plain plain = random_plain(random, edgy(random, 400));
    BitVector bits = packed(plain);
    for (int step = 0; step < 20; ++step) {
        const std::uint64_t action = random.below(3);
        if (action == 0) {
            const Plain source = random_plain(random, edgy(random, 400));
            const std::size_t count = edgy(random, std::min(source.size(), plain.size()));
            const std::size_t from = edgy(random, source.size() - count), to = edgy(random, plain.size() - count);
            CAPTURE(step, from, to, count);
            for (std::size_t i = 0; i < count; ++i) plain[to + i] = source[from + i];
            bits.copy(static_cast<std::int64_t>(to), packed(source), static_cast<std::int64_t>(from),
                      static_cast<std::int64_t>(count));
            REQUIRE(bits == packed(plain));
        } else if (action == 1) {
            const std::size_t count = edgy(random, plain.size());
            const std::size_t from = edgy(random, plain.size() - count), to = edgy(random, plain.size() - count);
            CAPTURE(step, from, to, count);
            const Plain before = plain;
            for (std::size_t i = 0; i < count; ++i) plain[to + i] = before[from + i];
            bits.copy(static_cast<std::int64_t>(to), bits, static_cast<std::int64_t>(from),
                      static_cast<std::int64_t>(count));
            REQUIRE(bits == packed(plain));
        } else {
            const std::size_t size = edgy(random, 400);
            CAPTURE(step, size);
            plain.resize(size);
            bits.resize(static_cast<std::int64_t>(size));
            REQUIRE(bits == packed(plain));
        }
        REQUIRE(bits.count_ones() == std::count(plain.begin(), plain.end(), true));
    }
}

TEST_CASE("bits cut off by a resize do not come back") {
    BitVector bits(70);
    for (int i = 0; i < 70; ++i) bits.set(i, true);
    bits.resize(65);
    bits.resize(128);
    CHECK(bits.count_ones() == 65);
    bits.resize(0);
    CHECK(bits == BitVector());
}

TEST_CASE("vectors of different length are not equal") { CHECK(BitVector(64) != BitVector(63)); }

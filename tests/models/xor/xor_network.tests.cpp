#include "models/xor/xor_network.hpp"

#include "models/core/error.hpp"

#include <catch2/catch.hpp>

#include <bit>
#include <map>

using namespace fracbit;
using namespace fracbit::models;
using Catch::Matchers::Message;

using Rows = std::vector<std::uint64_t>;

TEST_CASE("equal specs give these very matrices on every platform") {
    // Computed from the description by a separate Python script.
    CHECK(XorNetwork(XorSpec{8, 10, 2, 1}).rows() == Rows{0x0c, 0x90, 0x06, 0x21, 0x41, 0x60, 0xa0, 0x60, 0x82, 0xa0});
    const XorNetwork dense(XorSpec{20, 20, 0, 2});
    CHECK(Rows(dense.rows().begin(), dense.rows().begin() + 6) ==
          Rows{0x8d057, 0xdd58a, 0xef205, 0x9683d, 0x82034, 0xcf0d0});
}

TEST_CASE("another seed gives another matrix") {
    CHECK(XorNetwork(XorSpec{20, 188, 0, 1}) == XorNetwork(XorSpec{20, 188, 0, 1}));
    CHECK(XorNetwork(XorSpec{20, 188, 0, 1}) != XorNetwork(XorSpec{20, 188, 0, 2}));
}

TEST_CASE("each row has exactly as many ones as there are taps and none past n_in") {
    const int n_in = GENERATE(1, 2, 5, 8, 20, 63, 64);
    for (int taps = 1; taps <= n_in; ++taps) {
        CAPTURE(n_in, taps);
        const XorNetwork network(XorSpec{n_in, 100, taps, 3});
        CHECK(network.n_in() == n_in);
        CHECK(network.n_out() == 100);
        for (const auto row : network.rows()) {
            REQUIRE(std::popcount(row) == taps);
            REQUIRE(static_cast<int>(std::bit_width(row)) <= n_in);
        }
    }
}

TEST_CASE("every set of columns is drawn about equally often") {
    std::map<std::uint64_t, int> counts;
    for (std::uint64_t seed = 1; seed <= 20; ++seed) {
        const XorNetwork network(XorSpec{5, 500, 3, seed});
        for (const auto row : network.rows()) ++counts[row];
    }
    CHECK(counts.size() == 10); // 5 choose 3
    for (const auto& [row, count] : counts) {
        CAPTURE(row);
        CHECK(count == Approx(1000).epsilon(0.12));
    }
}

TEST_CASE("a dense matrix is about half ones in every column") {
    const XorNetwork network(XorSpec{64, 1024, 0, 5});
    for (int j = 0; j < 64; ++j) {
        int ones = 0;
        for (const auto row : network.rows()) ones += static_cast<int>(row >> j & 1U);
        CAPTURE(j);
        CHECK(ones == Approx(512).margin(80));
    }
}

TEST_CASE("a spec at the limits is allowed") {
    CHECK_NOTHROW(validate(XorSpec{1, 1, 1, 0}));
    CHECK_NOTHROW(validate(XorSpec{1, 1, 0, 0}));
    CHECK_NOTHROW(validate(XorSpec{64, 1024, 64, ~std::uint64_t{0}}));
}

TEST_CASE("a bad spec is an error that lists every problem") {
    const auto [spec, problems] = GENERATE(table<XorSpec, std::string>({
        {{0, 10, 0, 1}, "n_in is 0, allowed is 1..64"},
        {{65, 100, 2, 1}, "n_in is 65, allowed is 1..64"},
        {{8, 1025, 2, 1}, "n_out is 1025, allowed is 1..1024"},
        {{8, 7, 2, 1},
         "n_in is 8 and n_out is 7: a network must not have more inputs than outputs; lower n_in or raise n_out"},
        {{8, 10, 9, 1}, "taps is 9 with n_in 8, allowed is 0 (dense) or 1..n_in"},
        {{8, 10, -1, 1}, "taps is -1 with n_in 8, allowed is 0 (dense) or 1..n_in"},
        {{-3, -4, 70, 1},
         "n_in is -3, allowed is 1..64; n_out is -4, allowed is 1..1024; n_in is -3 and n_out is -4: a network must "
         "not "
         "have more inputs than outputs; lower n_in or raise n_out; taps is 70 with n_in -3, allowed is 0 (dense) or "
         "1..n_in"},
    }));
    CHECK_THROWS_MATCHES(validate(spec), ConfigError, Message("XOR network: " + problems));
    CHECK_THROWS_MATCHES(XorNetwork(spec), ConfigError, Message("XOR network: " + problems));
}

TEST_CASE("a given matrix is taken as it is") {
    const XorNetwork network(2, {0b01, 0b10, 0b11});
    CHECK(network.n_in() == 2);
    CHECK(network.n_out() == 3);
    CHECK(network.row(2) == 0b11);
    CHECK(XorNetwork(64, Rows(64, ~std::uint64_t{0})).row(63) == ~std::uint64_t{0});
}

TEST_CASE("a given matrix of wrong size or with bits past n_in is an error that lists every problem") {
    CHECK_THROWS_MATCHES(
        XorNetwork(2, {1, 4, 2, 9}), ConfigError,
        Message("XOR network: row 1 has bits 0x4 past column 1, allowed are columns 0..1; row 3 has bits "
                "0x8 past column 1, allowed are columns 0..1"));
    CHECK_THROWS_MATCHES(
        XorNetwork(2, {4}), ConfigError,
        Message("XOR network: n_in is 2 and n_out is 1: a network must not have more inputs than outputs; "
                "lower n_in or raise n_out; row 0 has bits 0x4 past column 1, allowed are columns 0..1"));
    CHECK_THROWS_MATCHES(XorNetwork(65, Rows(1025)), ConfigError,
                         Message("XOR network: n_in is 65, allowed is 1..64; n_out is 1025, allowed is 1..1024"));
    CHECK_THROWS_MATCHES(
        XorNetwork(1, Rows{}), ConfigError,
        Message("XOR network: n_out is 0, allowed is 1..1024; n_in is 1 and n_out is 0: a network must not "
                "have more inputs than outputs; lower n_in or raise n_out"));
}

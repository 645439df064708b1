#include "models/files/gzip.hpp"

#include "tests/models/data/idx_bytes.hpp"

#include <catch2/catch.hpp>

using namespace fracbit::models;
using namespace fracbit::tests;

TEST_CASE("gzip is known by the two bytes of its magic number") { // RFC 1952
    const auto known = [](const std::vector<std::uint8_t>& bytes) { return is_gzip(bytes); };
    CHECK(known({0x1f, 0x8b}));
    CHECK(known({0x1f, 0x8b, 8}));
    CHECK_FALSE(known({0x1f, 0x9d})); // compress
    CHECK_FALSE(known({0x00, 0x8b}));
    CHECK_FALSE(known({0x1f}));
    CHECK_FALSE(known({}));
}

TEST_CASE("no more comes out of gzip than the limit") {
    const std::string packed = gzipped(std::string(3000, 'a'));
    const std::vector<std::uint8_t> bytes(packed.begin(), packed.end());
    CHECK(gunzip(bytes, 10, "x.gz") == std::vector<std::uint8_t>(10, 'a'));
    CHECK(gunzip(bytes, 5000, "x.gz") == std::vector<std::uint8_t>(3000, 'a'));
}

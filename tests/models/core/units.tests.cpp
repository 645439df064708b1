#include "models/core/units.hpp"

#include <catch2/catch.hpp>

using namespace fracbit;

TEST_CASE("bits round up to bytes") {
    CHECK(to_bytes_rounded_up(Bits(0)) == Bytes(0));
    CHECK(to_bytes_rounded_up(Bits(1)) == Bytes(1));
    CHECK(to_bytes_rounded_up(Bits(8)) == Bytes(1));
    CHECK(to_bytes_rounded_up(Bits(9)) == Bytes(2));
    CHECK(to_bits(Bytes(3)) == Bits(24));
}

TEST_CASE("quantities of one unit add, compare and scale") {
    Cycles cycles(3);
    cycles += Cycles(4);
    CHECK(cycles == Cycles(7));
    CHECK(2 * cycles - Cycles(1) == Cycles(13));
    CHECK(Cycles(6) < cycles);
}

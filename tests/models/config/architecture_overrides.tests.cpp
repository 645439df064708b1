#include "models/config/architecture.hpp"
#include "models/core/error.hpp"

#include <catch2/catch.hpp>

using namespace fracbit;
using namespace fracbit::models;

TEST_CASE("settings change the keys they name and nothing else") {
    Architecture expected;
    expected.name = "two words";
    expected.order = LoopOrder::spill;
    expected.keep_on_chip = true;
    expected.clock_mhz = 333.5;
    expected.memory.bytes_per_cycle = Rational(16, 5);
    expected.array.mode = ArrayMode::xnor;
    expected.array.rows = 16;
    expected.weights.decoder_stages = 3;
    CHECK(with_overrides({}, {"name=two words", "order=spill", "keep_on_chip=true", "clock.mhz=333.5",
                              "memory.bytes_per_cycle=3.2", "array.mode=xnor", "array.rows=16",
                              "weights.decoder_stages=3"}) == expected);
    CHECK(with_overrides(expected, {}) == expected);
}

TEST_CASE("of two settings of one key the later holds") {
    CHECK(with_overrides({}, {"array.rows=16", "array.rows=8"}).array.rows == 8);
}

TEST_CASE("a bandwidth may be set as a fraction") {
    CHECK(with_overrides({}, {"memory.bytes_per_cycle=10/3"}).memory.bytes_per_cycle == Rational(10, 3));
}

TEST_CASE("a memory in GB/s and ns follows a new clock") {
    const Architecture given =
        parse_architecture("format_version = 1\n[memory]\nbandwidth_gb_s = 8\nlatency_ns = 100", "a.toml");
    CHECK(given.memory.bytes_per_cycle == Rational(10));
    CHECK(given.memory.latency == Cycles(80));
    const Architecture faster = with_overrides(given, {"clock.mhz=1600"});
    CHECK(faster.memory.bytes_per_cycle == Rational(5));
    CHECK(faster.memory.latency == Cycles(160));
}

TEST_CASE("a setting in one unit replaces the file's value in the other") {
    const Architecture given = parse_architecture("format_version = 1\n[memory]\nbandwidth_gb_s = 8", "a.toml");
    const Architecture in_cycles = with_overrides(given, {"memory.bytes_per_cycle=3", "clock.mhz=1600"});
    CHECK(in_cycles.memory.bytes_per_cycle == Rational(3));
    CHECK(in_cycles.memory.bandwidth_gb_s == std::nullopt);
    const Architecture in_gb_s = with_overrides({}, {"memory.bandwidth_gb_s=4"});
    CHECK(in_gb_s.memory.bytes_per_cycle == Rational(5));
}

TEST_CASE("everything that is wrong with the settings is reported at once") {
    CHECK_THROWS_MATCHES(with_overrides({}, {"array.row=3", "rows=3", "array.rows", "array.rows=", "array.rows=3x",
                                             "array.rows=1.5", "keep_on_chip=yes", "array.columns=0", "array.mode=xnro",
                                             "weights.buffer_bytes=2", "memory.bytes_per_cycle=0"}),
                         ConfigError,
                         Catch::Message("settings of the architecture 'unnamed':\n"
                                        "  unknown key 'array.row'; did you mean 'array.rows'?\n"
                                        "  unknown key 'rows'; did you mean 'array.rows'?\n"
                                        "  'array.rows': expected KEY=VALUE, as in memory.bytes_per_cycle=3.2\n"
                                        "  array.rows = \"\": expected an integer, found a string\n"
                                        "  array.rows = \"3x\": expected an integer, found a string\n"
                                        "  array.rows = 1.5: expected an integer, found a number\n"
                                        "  keep_on_chip = \"yes\": expected true or false, found a string\n"
                                        "  array.columns = 0 is not allowed: use 1 to 4096\n"
                                        "  array.mode = \"xnro\" is not allowed: did you mean 'xnor'?\n"
                                        "  memory.bytes_per_cycle = 0 is not allowed: use 0.001 to 16384"));
    CHECK_THROWS_MATCHES(with_overrides({}, {"array.rows=999999999999999999999", "array.columns=-1e30"}), ConfigError,
                         Catch::Message("settings of the architecture 'unnamed':\n"
                                        "  array.rows = 1e+21 is not allowed: use 1 to 4096\n"
                                        "  array.columns = -1e+30 is not allowed: use 1 to 4096"));
    CHECK_THROWS_MATCHES(with_overrides({}, {"weights.buffer_bytes=2"}), ConfigError,
                         Catch::Message("settings of the architecture 'unnamed':\n"
                                        "  weights.buffer_bytes = 2 is too small: it must hold one tile (array.rows x "
                                        "array.columns weights), 256 bytes"));
}

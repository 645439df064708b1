// Conditions, constraints and objectives of a space: what they may name and must be.
#include "tests/explorer/space/small_space.hpp"

#include <catch2/catch.hpp>

using namespace fracbit;
using namespace fracbit::explorer;
using fracbit::tests::small_error;
using fracbit::tests::small_space;

TEST_CASE("each expression that is not allowed is refused with its place") {
    struct Case {
        const char* text;
        const char* error;
    };
    const Case cases[] = {
        {"[conditions]\nall = ['weights.lanes']", "s.toml:9:8: conditions.all: \"weights.lanes\" is a number; write a "
                                                  "comparison, as in \"area_mm2 <= 2\""},
        {"[constraints]\nall = ['cycles + 1']",
         "s.toml:9:8: constraints.all: \"cycles + 1\" is a number; write a comparison, as "
         "in \"area_mm2 <= 2\""},
        {"[[objective]]\nmaximize = 'cycles < 1'", "s.toml:9:12: objective.maximize: \"cycles < 1\" is true or false; "
                                                   "write an expression that is a number, as in "
                                                   "\"cycles\""},
        {"[[objective]]\nminimize = 'meets_clock'", "s.toml:9:12: objective.minimize: \"meets_clock\" is true or "
                                                    "false; write an expression that is a number, as in "
                                                    "\"cycles\""},
        {"[[objective]]\nminimize = 'array.mode'",
         "s.toml:9:12: objective.minimize: \"array.mode\", character 1: a text is no result; compare it with == or !="},
        {"[conditions]\nall = ['weights.lanes > 2', 'cycles < 1000']",
         "s.toml:9:29: conditions.all: \"cycles < 1000\" names the metric cycles, which is not known before a point is "
         "evaluated; put it into [constraints]"},
        {"[conditions]\nall = ['net.cycles < 1000']", "s.toml:9:8: conditions.all: \"net.cycles < 1000\" names the "
                                                      "metric net.cycles, which is not known before a point "
                                                      "is evaluated; put it into [constraints]"},
        {"[constraints]\nall = ['cycle < 3']",
         "s.toml:9:8: constraints.all: \"cycle < 3\", character 1: unknown name 'cycle'; did you mean 'cycles'?"},
        {"[constraints]\nall = ['nett.cycles < 3']", "s.toml:9:8: constraints.all: \"nett.cycles < 3\", character 1: "
                                                     "unknown name 'nett.cycles'; did you mean 'net.cycles'?"},
        {"[constraints]\nall = ['net.area_mm2 < 3']", // not known of a network
         "s.toml:9:8: constraints.all: \"net.area_mm2 < 3\", character 1: unknown name 'net.area_mm2'; did you mean "
         "'area_mm2'?"},
        {"[constraints]\nall = ['lanes < 3']", "s.toml:9:8: constraints.all: \"lanes < 3\", character 1: unknown name "
                                               "'lanes'; did you mean 'weights.lanes' or "
                                               "'vector_unit.lanes'?"},
        {"[constraints]\nall = [\"array.mode != 'adsub'\"]", "s.toml:9:8: constraints.all: \"array.mode != 'adsub'\", "
                                                             "character 15: array.mode is never 'adsub'; did you mean "
                                                             "'add_sub'?"},
        {"[constraints]\nall = [\"technology != 'nangate54'\"]",
         "s.toml:9:8: constraints.all: \"technology != 'nangate54'\", character 15: technology is never 'nangate54'; "
         "did you "
         "mean 'nangate45'?"},
        {"[parameters]\nnetwork = ['net']\n[constraints]\nall = [\"network != 'nett'\"]",
         "s.toml:11:8: constraints.all: \"network != 'nett'\", character 12: network is never 'nett'; did you mean "
         "'net'?"},
        {"[constraints]\nall = ['weights.decoder_stages < 3']",
         "s.toml:9:8: constraints.all: weights.decoder_stages has no value here; give it one in [base] or "
         "[parameters]"},
        {"[constraints]\nall = [\"network = 'net'\"]",
         "s.toml:9:8: constraints.all: network has no value here; give it one in [base] or [parameters]"},
        {"[constraints]\nall = [\"encoding.order = 'tiled'\"]",
         "s.toml:9:8: constraints.all: encoding.order has no value here; give it one in [base] or [parameters]"},
        {"[constraints]\nall = ['memory.bandwidth_gb_s < 3']",
         "s.toml:9:8: constraints.all: memory.bandwidth_gb_s has no value here; give it one in [base] or [parameters], "
         "or use "
         "memory.bytes_per_cycle"},
        {"[base]\nmemory.latency_ns = 3\n[conditions]\nall = ['memory.latency_cycles < 3']",
         "s.toml:11:8: conditions.all: memory.latency_cycles has no value here; give it one in [base] or [parameters], "
         "or use "
         "memory.latency_ns"},
        {"[parameters]\nmemory.bandwidth_gb_s = [3]\n[conditions]\nall = ['memory.bytes_per_cycle < 3']",
         "s.toml:11:8: conditions.all: memory.bytes_per_cycle has no value here; give it one in [base] or "
         "[parameters], or use "
         "memory.bandwidth_gb_s"},
    };
    for (const Case& c : cases) {
        INFO(c.text);
        CHECK(small_error<ConfigError>(c.text) == c.error);
    }
}

TEST_CASE("all expressions that are not allowed are reported at once") {
    CHECK(small_error<ConfigError>("[conditions]\nall = ['true', 'x']\n[[objective]]\nminimize = '1 +'") ==
          "s.toml:9:16: conditions.all: \"x\", character 1: unknown name 'x'; allowed are metrics, those of a network "
          "(NAME.cycles) and keys of points (docs/design_spaces.md)\n"
          "s.toml:11:12: objective.minimize: \"1 +\", character 4: expected a name, a number, a text in quotes or '(', "
          "found "
          "the end");
}

TEST_CASE("keys that do not vary may be named, with the value of the base") {
    const DesignSpace space =
        small_space("[base]\narray.rows = 16\nmemory.bandwidth_gb_s = 3.5\n"
                    "[parameters]\nweights.lanes = [15, 16, 17]\n"
                    "[conditions]\nall = [\"weights.lanes <= array.rows and technology = 'nangate45'\",\n"
                    "  'memory.bandwidth_gb_s = 3.5', 'array.columns = 64']\n");
    std::vector<double> slots(static_cast<std::size_t>(space.symbols().slots()));
    for (int digit = 0; digit < 3; ++digit) {
        space.fill_slots(std::vector<int>{digit}, slots);
        CHECK(space.allowed(slots) == (digit < 2));
    }
}

TEST_CASE("16 objectives are allowed, 17 are not") {
    std::string text;
    for (int i = 0; i < 15; ++i) text += "[[objective]]\nmaximize = 'cycles'\n"; // one is there already
    CHECK(small_space(text).objectives().size() == 16);
    CHECK(small_error<ConfigError>(text + "[[objective]]\nmaximize = 'seconds'\n") ==
          "s.toml:39:12: 17 objectives, allowed are 1 to 16");
}

TEST_CASE("objectives keep their direction and reference") {
    const DesignSpace space = small_space("[[objective]]\nmaximize = 'seconds'\nreference = 3\n");
    REQUIRE(space.objectives().size() == 2);
    CHECK_FALSE(space.objectives()[0].maximize);
    CHECK_FALSE(space.objectives()[0].reference);
    CHECK(space.objectives()[1].maximize);
    CHECK(space.objectives()[1].reference == 3.0);
    CHECK(space.objectives()[1].value.text() == "seconds");
}

// Values of the right type that are not allowed, and values that follow from others.
#include "models/config/architecture.hpp"
#include "models/config/architecture_keys.hpp"
#include "models/core/error.hpp"

#include <catch2/catch.hpp>

using namespace fracbit;
using namespace fracbit::models;

namespace {

Architecture parsed(const std::string& text) { return parse_architecture("format_version = 1\n" + text, "a.toml"); }

std::string value_error(const std::string& text) {
    try {
        parsed(text);
    } catch (const ConfigError& error) {
        return error.what();
    }
    return "no ConfigError";
}

std::string validation_error(const Architecture& architecture) {
    try {
        validate(architecture);
    } catch (const ConfigError& error) {
        return error.what();
    }
    return "no ConfigError";
}

} // namespace

TEST_CASE("each value that is not allowed is reported with its line and what is allowed") {
    struct Case {
        const char* text;
        const char* error;
    };
    const Case cases[] = {
        {"[array]\nrows = 0", "a.toml:3:1: array.rows = 0 is not allowed: use 1 to 4096"},
        {"[array]\nrows = -1", "a.toml:3:1: array.rows = -1 is not allowed: use 1 to 4096"},
        {"[array]\ncolumns = 4097", "a.toml:3:1: array.columns = 4097 is not allowed: use 1 to 4096"},
        {"[array]\nrows = 4294967297", "a.toml:3:1: array.rows = 4294967297 is not allowed: use 1 to 4096"},
        {"[array]\nactivation_bits = 9", "a.toml:3:1: array.activation_bits = 9 is not allowed: use 1 to 8"},
        {"[array]\naccumulator_banks = 3", "a.toml:3:1: array.accumulator_banks = 3 is not allowed: use 1 to 2"},
        {"[array]\ntile_banks = 0", "a.toml:3:1: array.tile_banks = 0 is not allowed: use 1 to 2"},
        {"[array]\nmode = 'xnro'", "a.toml:3:1: array.mode = \"xnro\" is not allowed: did you mean 'xnor'?"},
        {"[array]\nmode = 'float'",
         "a.toml:3:1: array.mode = \"float\" is not allowed: use one of: add_sub, xnor, dense, shift"},
        {"name = ''", "a.toml:2:1: name = \"\" is not allowed: use 1 to 200 printable characters"},
        {"name = \"a\\nb\"", "a.toml:2:1: name = \"a\\u000Ab\" is not allowed: use 1 to 200 printable characters"},
        {"[memory]\nburst_bytes = 48",
         "a.toml:3:1: memory.burst_bytes = 48 is not allowed: use a power of two, 4 to 4096"},
        {"[memory]\nburst_bytes = 0",
         "a.toml:3:1: memory.burst_bytes = 0 is not allowed: use a power of two, 4 to 4096"},
        {"[memory]\noutstanding = 0", "a.toml:3:1: memory.outstanding = 0 is not allowed: use 1 to 1024"},
        {"[memory]\nlatency_cycles = -1", "a.toml:3:1: memory.latency_cycles = -1 is not allowed: use 0 to 1000000"},
        {"[memory]\nbytes_per_cycle = 0", "a.toml:3:1: memory.bytes_per_cycle = 0 is not allowed: use 0.001 to 16384"},
        {"[memory]\nbytes_per_cycle = -3.5",
         "a.toml:3:1: memory.bytes_per_cycle = -3.5 is not allowed: use 0.001 to 16384"},
        {"[memory]\nbytes_per_cycle = 1.2345678",
         "a.toml:3:1: memory.bytes_per_cycle = 1.2345678 is not allowed: use at most 6 decimals"},
        {"[memory]\nbytes_per_cycle = inf",
         "a.toml:3:1: memory.bytes_per_cycle = inf is not allowed: use 0.001 to 16384"},
        {"[clock]\nmhz = nan", "a.toml:3:1: clock.mhz = nan is not allowed: use 1 to 10000"},
        {"[memory]\nbytes_per_cycle = 123.456789", "a.toml:3:1: memory.bytes_per_cycle is the fraction "
                                                   "123456789/1000000: both numbers may be at most 10000000, so "
                                                   "that time stays exact; use a rounder bandwidth or clock"},
        {"[clock]\nmhz = 100\n[memory]\nbandwidth_gb_s = 100000",
         "a.toml:5:1: memory.bytes_per_cycle = 1000000 is not allowed: use 0.001 to 16384"},
        {"[memory]\nlatency_ns = 1000000\n[clock]\nmhz = 10000",
         "a.toml:3:1: memory.latency_cycles = 10000000 is not allowed: use 0 to 1000000"},
        {"[weights]\nlanes = 65", "a.toml:3:1: weights.lanes = 65 is not allowed: use 1 to 64"},
        {"[weights]\nfill_width = 0", "a.toml:3:1: weights.fill_width = 0 is not allowed: use 1 to 65536"},
        {"[weights]\ndecoder_stages = 0", "a.toml:3:1: weights.decoder_stages = 0 is not allowed: use 1 to 64"},
        {"[weights]\nreader_bytes = 63", "a.toml:3:1: weights.reader_bytes = 63 is too small: it must hold one burst "
                                         "(memory.burst_bytes), 64 bytes"},
        {"[memory]\nburst_bytes = 2048", "a.toml:3:1: output.writer_bytes = 1024 is too small: it must hold one burst "
                                         "(memory.burst_bytes), 2048 bytes"},
        {"[weights]\nbuffer_bytes = 255", "a.toml:3:1: weights.buffer_bytes = 255 is too small: it must hold one tile "
                                          "(array.rows x array.columns weights), 256 bytes"},
        {"[weights]\nbuffer_bytes = 2047\n[array]\nmode = 'dense'",
         "a.toml:3:1: weights.buffer_bytes = 2047 is too small: it must hold one tile (array.rows x array.columns "
         "weights), 2048 bytes"},
        {"[array]\naccumulator_depth = 1", "a.toml:3:1: array.accumulator_depth = 1 is too small: it must hold one sum "
                                           "for each bank, 2 sums"},
        {"[activations]\nbuffer_bytes = 63", "a.toml:3:1: activations.buffer_bytes = 63 is too small: it must hold one "
                                             "vector (array.columns), 64 bytes"},
    };
    for (const Case& c : cases) {
        INFO(c.text);
        CHECK(value_error(c.text) == c.error);
    }
}

TEST_CASE("the values just inside the limits are allowed") {
    CHECK_NOTHROW(parsed("[weights]\nreader_bytes = 64\nbuffer_bytes = 256\n[output]\nwriter_bytes = 64\n"
                         "[array]\naccumulator_depth = 2\n[activations]\nbuffer_bytes = 64"));
    CHECK_NOTHROW(parsed("[weights]\nbuffer_bytes = 2048\n[array]\nmode = 'dense'"));
    CHECK_NOTHROW(parsed("[weights]\nlanes = 64\nfill_width = 65536\nbuffer_bytes = 2097152\n[array]\nrows = 4096\n"
                         "columns = 4096\nactivation_bits = 1"));
    CHECK_NOTHROW(parsed("[memory]\nburst_bytes = 4\nlatency_cycles = 0\noutstanding = 1024\nbytes_per_cycle = 0.001"));
}

TEST_CASE("every number outside its range is refused at both ends, by the parser and by validate") {
    int keys = 0;
    for (const ArchitectureKey& key : architecture_keys()) {
        if (key.rule.type != KeyType::integer && key.rule.type != KeyType::number) continue;
        if (key.rule.name == "format_version") continue;
        for (const double number : {key.rule.minimum - 1, key.rule.maximum + 1}) {
            const auto value = static_cast<std::int64_t>(number);
            const std::string table = "[" + key.rule.table + "]\n";
            const std::string expected =
                key.rule.path() + " = " + std::to_string(value) + " is not allowed: use " + key.rule.allowed();
            CHECK(value_error(table + key.rule.name + " = " + std::to_string(value)) == "a.toml:3:1: " + expected);
            Architecture architecture;
            key.set(architecture, normalised(key.rule, KeyValue(value)));
            CHECK(validation_error(architecture).find("\n  " + expected) != std::string::npos);
        }
        ++keys;
    }
    CHECK(keys == 37);
}

TEST_CASE("all values that are not allowed are reported at once, in the order of the file") {
    CHECK(value_error("[weights]\nreader_bytes = 32\nlanes = 0\n[array]\nrows = 0\nmode = 'x'\n") ==
          "a.toml:3:1: weights.reader_bytes = 32 is too small: it must hold one burst (memory.burst_bytes), 64 bytes\n"
          "a.toml:4:1: weights.lanes = 0 is not allowed: use 1 to 64\n"
          "a.toml:6:1: array.rows = 0 is not allowed: use 1 to 4096\n"
          "a.toml:7:1: array.mode = \"x\" is not allowed: use one of: add_sub, xnor, dense, shift");
}

TEST_CASE("a bandwidth whose fraction has a large denominator is refused, too") {
    CHECK(value_error("[memory]\nbytes_per_cycle = '20001/10000019'") ==
          "a.toml:3:1: memory.bytes_per_cycle is the fraction 20001/10000019: both numbers may be at most 10000000, so "
          "that time stays exact; use a rounder bandwidth or clock");
}

TEST_CASE("a tile of bits that fill no whole byte needs the byte that they begin") {
    const std::string array = "[array]\nrows = 3\ncolumns = 3\n[weights]\nbuffer_bytes = ";
    CHECK(value_error(array + "1") == "a.toml:6:1: weights.buffer_bytes = 1 is too small: it must hold one tile "
                                      "(array.rows x array.columns weights), 2 bytes");
    CHECK_NOTHROW(parsed(array + "2"));
}

TEST_CASE("a name has up to 200 printable characters") {
    const auto named = [](const std::string& name) { return "name = \"" + name + "\""; };
    CHECK(parsed(named(std::string(200, 'n'))).name == std::string(200, 'n'));
    CHECK(value_error(named(std::string(201, 'n'))).find("use 1 to 200 printable characters") != std::string::npos);
    CHECK(value_error(named("a\\u007F")) ==
          "a.toml:2:1: name = \"a\\u007F\" is not allowed: use 1 to 200 printable characters");
}

TEST_CASE("what follows from a value outside its range is not reported besides") {
    Architecture architecture;
    architecture.memory.burst_bytes = 8192;
    CHECK(validation_error(architecture) ==
          "architecture 'unnamed':\n  memory.burst_bytes = 8192 is not allowed: use a power of two, 4 to 4096");
    CHECK(value_error("[memory]\nburst_bytes = 8192") ==
          "a.toml:3:1: memory.burst_bytes = 8192 is not allowed: use a power of two, 4 to 4096");
}

TEST_CASE("an older format version than the first does not exist") {
    CHECK_THROWS_MATCHES(parse_architecture("format_version = 0", "a.toml"), ConfigError,
                         Catch::Message("a.toml:1:1: format_version = 0 is not allowed: use 1"));
}

TEST_CASE("validate lists every problem under the architecture's name") {
    Architecture architecture;
    architecture.name = "small";
    architecture.array.columns = 0;
    architecture.memory.burst_bytes = 4096;
    CHECK(validation_error(architecture) ==
          "architecture 'small':\n"
          "  array.columns = 0 is not allowed: use 1 to 4096\n"
          "  weights.reader_bytes = 2048 is too small: it must hold one burst (memory.burst_bytes), 4096 bytes\n"
          "  output.writer_bytes = 1024 is too small: it must hold one burst (memory.burst_bytes), 4096 bytes");
}

TEST_CASE("validate refuses a bandwidth that its GB/s and clock do not give") {
    Architecture architecture = parsed("[memory]\nbandwidth_gb_s = 8\nlatency_ns = 10");
    CHECK_NOTHROW(validate(architecture));
    architecture.memory.bytes_per_cycle = Rational(3);
    architecture.memory.latency = Cycles(9);
    CHECK(validation_error(architecture) ==
          "architecture 'unnamed':\n"
          "  memory.bandwidth_gb_s and memory.bytes_per_cycle do not agree at this clock: set only one\n"
          "  memory.latency_ns and memory.latency_cycles do not agree at this clock: set only one");
    architecture.memory.bytes_per_cycle = Rational(0);
    CHECK(validation_error(architecture).find("memory.bytes_per_cycle = 0 is not allowed") != std::string::npos);
}

TEST_CASE("GB/s become bytes a cycle exactly") {
    struct Case {
        const char* mhz;
        const char* gb_s;
        Rational bytes_per_cycle;
    };
    const Case cases[] = {
        {"800", "10.24", {64, 5}}, {"300", "10", {100, 3}}, {"1000", "256", {256}}, {"933.5", "1.867", {2}}};
    for (const Case& c : cases) {
        const std::string text = std::string("[clock]\nmhz = ") + c.mhz + "\n[memory]\nbandwidth_gb_s = " + c.gb_s;
        INFO(text);
        CHECK(parsed(text).memory.bytes_per_cycle == c.bytes_per_cycle);
    }
}

TEST_CASE("nanoseconds round up to whole cycles") {
    const auto cycles = [](const char* ns) {
        return parsed(std::string("[clock]\nmhz = 800\n[memory]\nlatency_ns = ") + ns).memory.latency;
    };
    CHECK(cycles("125") == Cycles(100));
    CHECK(cycles("125.000001") == Cycles(101));
    CHECK(cycles("124.999999") == Cycles(100));
    CHECK(cycles("0") == Cycles(0));
    CHECK(cycles("0.1") == Cycles(1));
}

// Texts that are not an architecture file: what is said and where it points.
#include "models/config/architecture.hpp"
#include "models/core/error.hpp"

#include <catch2/catch.hpp>

using namespace fracbit;
using namespace fracbit::models;

namespace {

std::string format_error(const std::string& text) {
    try {
        parse_architecture(text, "a.toml");
    } catch (const FormatError& error) {
        return error.what();
    }
    return "no FormatError";
}

} // namespace

TEST_CASE("each malformed file gets a format error with its place") {
    struct Case {
        std::string text;
        std::string error;
    };
    const std::string head = "format_version = 1\n";
    const Case cases[] = {
        {"", "a.toml: format_version is missing: add 'format_version = 1' at the top"},
        {"[array]\nformat_version = 1", "a.toml: format_version is missing: add 'format_version = 1' at the top"},
        {"format_version = 2\nnew = 3",
         "a.toml:1:1: format_version 2 is newer than this program reads (1): update fracbit"},
        {"format_version = '1'", "a.toml:1:1: format_version = \"1\": expected an integer, found a string"},
        {head + "[array]\nrow = 3", "a.toml:3:1: unknown key 'row' in [array]; did you mean 'rows'?"},
        {head + "nmae = 'x'", "a.toml:2:1: unknown key 'nmae' at the top level; did you mean 'name'?"},
        {head + "[aray]\nrows = 3", "a.toml:2:2: unknown table [aray]; did you mean 'array'?"},
        {head + "[x]",
         "a.toml:2:2: unknown table [x]; allowed: clock, memory, weights, csr, array, activations, output, "
         "vector_unit"},
        {head + "[output]\nwidth = 3",
         "a.toml:3:1: unknown key 'width' in [output]; allowed: fifo_depth, writer_bytes"},
        {head + "[array]\nmhz = 3", "a.toml:3:1: unknown key 'mhz' in [array]; did you mean 'clock.mhz'?"},
        {head + "lanes = 3", "a.toml:2:1: unknown key 'lanes' at the top level; did you mean 'weights.lanes' or "
                             "'vector_unit.lanes'?"},
        {head + "memory = 3", "a.toml:2:1: 'memory' must be a table: expected [memory], found an integer"},
        {head + "[name]", "a.toml:2:2: 'name' is a key, found a table: write name = ..."},
        {head + "[array]\n  rows = 'x'", "a.toml:3:3: array.rows = \"x\": expected an integer, found a string"},
        {head + "[array]\nrows = 1.5", "a.toml:3:1: array.rows = 1.5: expected an integer, found a number"},
        {head + "[array]\nrows = [3]", "a.toml:3:1: array.rows: expected a single value, found an array"},
        {head + "[array]\nrows.x = 3", "a.toml:3:1: array.rows: expected a single value, found a table"},
        {head + "[array]\nrows = 2024-01-01", "a.toml:3:1: array.rows: expected a single value, found a date or time"},
        {head + "[array]\nmode = 3", "a.toml:3:1: array.mode = 3: expected a string, found an integer"},
        {head + "keep_on_chip = 1", "a.toml:2:1: keep_on_chip = 1: expected true or false, found an integer"},
        {head + "[clock]\nmhz = true", "a.toml:3:1: clock.mhz = true: expected a number, found a boolean"},
        {head + "[clock]\nmhz = '800/1'", "a.toml:3:1: clock.mhz = \"800/1\": expected a number, found a string"},
        {head + "[memory]\nbytes_per_cycle = '1/0'",
         "a.toml:3:1: memory.bytes_per_cycle = \"1/0\": expected a number, found a string"},
        {head + "[memory]\nbandwidth_gb_s = 1\nbytes_per_cycle = 1",
         "a.toml:4:1: memory.bandwidth_gb_s and memory.bytes_per_cycle say the same: keep only one of them"},
        {head + "[memory]\nbytes_per_cycle = 1\nbandwidth_gb_s = 1",
         "a.toml:4:1: memory.bytes_per_cycle and memory.bandwidth_gb_s say the same: keep only one of them"},
        {head + "[memory]\nlatency_cycles = 1\nlatency_ns = 1",
         "a.toml:4:1: memory.latency_cycles and memory.latency_ns say the same: keep only one of them"},
    };
    for (const Case& c : cases) {
        INFO(c.text);
        CHECK(format_error(c.text) == c.error);
    }
}

TEST_CASE("text that is not TOML is refused with line and column") {
    const std::string error = format_error("format_version = 1\n[array\n");
    CHECK(error.rfind("a.toml:2:7: this is not TOML: ", 0) == 0);
    const std::string twice = format_error("format_version = 1\nname = 'a'\nname = 'b'\n");
    CHECK(twice.rfind("a.toml:3:", 0) == 0);
}

TEST_CASE("all unknown keys and wrong types are reported at once, in the order of the file") {
    CHECK(format_error("format_version = 1\n[output]\nfifo = 1\n[array]\nrows = true\n[clok]\n") ==
          "a.toml:3:1: unknown key 'fifo' in [output]; allowed: fifo_depth, writer_bytes\n"
          "a.toml:5:1: array.rows = true: expected an integer, found a boolean\n"
          "a.toml:6:2: unknown table [clok]; did you mean 'clock'?");
}

TEST_CASE("values that are not allowed are reported together with unknown keys") {
    CHECK(format_error("format_version = 1\n[array]\ncolums = 64\nmode = 'foo'\n[weights]\nlanes = 0\n") ==
          "a.toml:3:1: unknown key 'colums' in [array]; did you mean 'columns'?\n"
          "a.toml:4:1: array.mode = \"foo\" is not allowed: use one of: add_sub, xnor, dense, shift\n"
          "a.toml:6:1: weights.lanes = 0 is not allowed: use 1 to 64");
}

TEST_CASE("beside an unknown key, values are not judged against each other: one of them may be the misspelt one") {
    CHECK(format_error("format_version = 1\n[weights]\nbufer_bytes = 65536\n[array]\nrows = 1024\ncolumns = 1024\n") ==
          "a.toml:3:1: unknown key 'bufer_bytes' in [weights]; did you mean 'buffer_bytes'?");
}

TEST_CASE("a format error keeps the place of its first problem") {
    try {
        parse_architecture("format_version = 1\n[array]\nrow = 3\n", "a.toml");
        FAIL("no error");
    } catch (const FormatError& error) {
        CHECK(error.file() == "a.toml");
        CHECK(error.where().line == 3);
        CHECK(error.where().column == 1);
        CHECK(error.exit_code() == ExitCode::bad_input);
    }
}

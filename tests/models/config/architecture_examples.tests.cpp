#include "models/config/architecture.hpp"
#include "models/config/architecture_keys.hpp"
#include "models/core/error.hpp"

#include <catch2/catch.hpp>

#include <fstream>
#include <iterator>

using namespace fracbit;
using namespace fracbit::models;

namespace {

const std::string folder = FRACBIT_SOURCE_DIR "/examples/arch/";

std::string text_of(const std::string& path) {
    std::ifstream file(path);
    REQUIRE(file.good());
    return {std::istreambuf_iterator<char>(file), std::istreambuf_iterator<char>()};
}

} // namespace

TEST_CASE("edge.toml is the reference architecture") {
    const Architecture edge = read_architecture(folder + "edge.toml");
    CHECK(edge.name == "edge");
    CHECK(edge.clock_mhz == 800);
    CHECK(edge.array.rows == 32);
    CHECK(edge.array.columns == 64);
    CHECK(edge.array.mode == ArrayMode::add_sub);
    CHECK(edge.weights.lanes == 4);
    CHECK(edge.weights.fifo_depth == 8);
    CHECK(edge.weights.decoder_stages == std::nullopt);
    CHECK(edge.memory.bytes_per_cycle == Rational(64, 5));
    CHECK(edge.memory.latency == Cycles(100));
    CHECK(edge.memory.burst_bytes == 64);
    CHECK(edge.memory.outstanding == 16);
    CHECK(edge.order == LoopOrder::positions);
    CHECK_FALSE(edge.keep_on_chip);
}

TEST_CASE("the defaults are the reference architecture under no name") {
    Architecture edge = read_architecture(folder + "edge.toml");
    edge.name = Architecture{}.name;
    CHECK(edge == Architecture{});
    CHECK(parse_architecture("format_version = 1", "t.toml") == Architecture{});
}

TEST_CASE("starved.toml gives its memory in GB/s and ns") {
    const Architecture starved = read_architecture(folder + "starved.toml");
    CHECK(starved.memory.bytes_per_cycle == Rational(8, 5));
    CHECK(starved.memory.latency == Cycles(100));
    CHECK(starved.weights.fifo_depth == 1);
    CHECK(starved.array.tile_banks == 1);
}

TEST_CASE("every example reads, validates and survives being written as TOML") {
    for (const char* name : {"edge.toml", "starved.toml", "generous.toml"}) {
        INFO(name);
        const Architecture architecture = read_architecture(folder + name);
        CHECK_NOTHROW(validate(architecture));
        CHECK(parse_architecture(to_toml(architecture), "written") == architecture);
    }
}

TEST_CASE("an architecture with every optional key survives being written as TOML") {
    Architecture architecture;
    architecture.name = "a \"quoted\" \\ name";
    architecture.order = LoopOrder::spill;
    architecture.keep_on_chip = true;
    architecture.clock_mhz = 333.25;
    architecture.memory.bytes_per_cycle = Rational(100, 3);
    architecture.weights.decoder_stages = 2;
    architecture.array.stages = 3;
    architecture.array.mode = ArrayMode::xnor;
    CHECK(parse_architecture(to_toml(architecture), "written") == architecture);
    CHECK(to_toml(architecture).find("bytes_per_cycle = \"100/3\"\n") != std::string::npos);
}

TEST_CASE("the table of keys in examples/arch is the one the parser uses") {
    const std::string page = text_of(folder + "README.md");
    INFO("the table must be:\n" << describe_architecture_keys());
    CHECK(page.find("```\n" + describe_architecture_keys() + "```\n") != std::string::npos);
}

TEST_CASE("a file that is not there is named") {
    CHECK_THROWS_MATCHES(
        read_architecture("no/such.toml"), MissingFileError,
        Catch::Message("cannot read the architecture 'no/such.toml': give the path of a TOML file such "
                       "as examples/arch/edge.toml"));
    CHECK_THROWS_AS(read_architecture(folder), MissingFileError);
}

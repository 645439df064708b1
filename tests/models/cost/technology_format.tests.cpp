// Texts that are not a technology file: what is said and where it points.
#include "models/core/error.hpp"
#include "models/cost/technology.hpp"
#include "models/files/text_file.hpp"

#include <catch2/catch.hpp>

using namespace fracbit;
using namespace fracbit::models;

namespace {

template <class Expected>
std::string error_of(const std::string& text) {
    try {
        parse_technology(text, "t.toml");
    } catch (const Expected& error) {
        return error.what();
    } catch (const Error& error) {
        return std::string("another type: ") + error.what();
    }
    return "no error";
}

std::string default_text() {
    return read_text_file(FRACBIT_SOURCE_DIR "/examples/technologies/nangate45.toml");
}

std::string with(std::string text, const std::string& from, const std::string& to) {
    const std::size_t at = text.find(from);
    REQUIRE(at != std::string::npos);
    return text.replace(at, from.size(), to);
}

const std::string xor_area = R"(area_um2 = {value = 1.596, quality = "published", source = "lib: XOR2_X1, area"})";

const std::string head = "format_version = 1\nname = 'n'\nbase = 'nangate45'\n[sources]\na = 'b'\n[process]\n"
                         "node_nm = {value = 7, quality = 'published', source = 'a: x'}\nsupply_v = {value = 0.7, "
                         "quality = 'published', source = 'a: x'}\n[scaling]\n"
                         "area = {value = 1, quality = 'published', source = 'a: x'}\ndelay = {value = 1, quality = "
                         "'published', source = 'a: x'}\n"
                         "energy = {value = 1, quality = 'published', source = 'a: x'}\nleakage = {value = 1, quality "
                         "= 'published', source = 'a: x'}\n"; // 13 lines

} // namespace

TEST_CASE("each malformed technology gets a format error with its place") {
    struct Case {
        std::string text, error;
    };
    const std::string number = "{value = NUMBER, quality = \"...\", source = \"...\"}";
    const Case cases[] = {
        {"", "t.toml: format_version is missing: add 'format_version = 1' at the top"},
        {"format_version = 2\nfuture = 1",
         "t.toml:1:1: format_version 2 is newer than this program reads (1): update fracbit"},
        {"format_version = 0", "t.toml:1:1: format_version 0 is not allowed: use 1"},
        {head + "[xor2]\narea_um = {value = 1, quality = 'published', source = 'a: x'}",
         "t.toml:15:1: unknown key 'area_um' in [xor2]; did you mean 'area_um2'?"},
        {head + "[xor3]\narea_um2 = {value = 1, quality = 'published', source = 'a: x'}",
         "t.toml:14:2: unknown table [xor3]; did you mean 'xor2'?"},
        {head + "[xor2]\narea_um2 = 1.6",
         "t.toml:15:1: xor2.area_um2: a number needs its source: write " + number + ", found a number"},
        {head + "[xor2]\narea_um2 = {value = 1, quality = 'published'}",
         "t.toml:15:1: xor2.area_um2 has no source: write " + number},
        {head + "[xor2]\narea_um2 = {value = 1, source = 'a: x'}",
         "t.toml:15:1: xor2.area_um2 has no quality: write " + number},
        {head + "[xor2]\narea_um2 = {quality = 'published', source = 'a: x'}",
         "t.toml:15:1: xor2.area_um2 has no value: write " + number},
        {head + "[xor2]\narea_um2 = {value = '1', quality = 'published', source = 'a: x'}",
         "t.toml:15:13: xor2.area_um2: value must be a number, found a string"},
        {head + "[xor2]\narea_um2 = {value = 1, quality = 2, source = 'a: x'}",
         "t.toml:15:24: xor2.area_um2.quality: expected a string, found a number"},
        {head + "[xor2]\narea_um2 = {value = 1, quality = 'published', sources = 'a: x'}",
         "t.toml:15:47: unknown key 'sources' of xor2.area_um2; did you mean 'source'?"},
        {head + "[xor2]\narea_um2 = {value = 1, quality = 'guessed', source = 'a: x'}",
         "t.toml:15:1: xor2.area_um2: quality 'guessed' is not known; allowed: published, derived, scaled, estimated"},
        {head + "[xor2]\narea_um2 = {value = 1, quality = 'estimate', source = 'a: x'}",
         "t.toml:15:1: xor2.area_um2: quality 'estimate' is not known; did you mean 'estimated'?"},
        {head + "[xor2]\narea_um2 = {value = 1, quality = 'published', source = 'c: x'}",
         "t.toml:15:1: xor2.area_um2: source 'c: x' must be 'KEY: where', KEY a key of [sources]"},
        {head + "[xor2]\narea_um2 = {value = 1, quality = 'published', source = 'a: '}",
         "t.toml:15:1: xor2.area_um2: source 'a: ' must be 'KEY: where', KEY a key of [sources]"},
        {"nmae = 'x'\n" + head, "t.toml:1:1: unknown key 'nmae' at the top level; did you mean 'name'?"},
        {"format_version = 1\nname = 3\nbase = 'nangate45'",
         "t.toml:2:1: name: expected a string, found a number\nt.toml: missing: scaling.area, "
         "scaling.delay, scaling.energy, scaling.leakage, process.node_nm, process.supply_v"},
        {with(head, "'nangate45'", "'nangate4'"),
         "t.toml:3:1: base 'nangate4' is not shipped with this program; did you mean 'nangate45'?"},
        {with(head, "base = 'nangate45'\n", "[scaling]\n"), ""},
        {"format_version = '1'", "t.toml:1:1: format_version: expected an integer, found a string"},
        {"format_version = 1\n[sources]\na = 1", "t.toml:3:1: sources.a: expected a string, found a number"},
    };
    for (const Case& c : cases) {
        const std::string error = error_of<FormatError>(c.text);
        INFO(c.text);
        if (c.error.empty()) { // a duplicate table is no TOML: the parser's own words follow
            CHECK(error.find("this is not TOML: ") != std::string::npos);
        } else if (c.text.find("[sources]\na = 1") != std::string::npos || c.text == "format_version = '1'") {
            CHECK(error.substr(0, c.error.size() + 1) == c.error + "\n"); // and all that is missing
        } else {
            CHECK(error.substr(0, error.find("\nt.toml:15:1: xor2")) == c.error);
        }
    }
}

TEST_CASE("a technology without a base must say everything") {
    const std::string text = with(default_text(), xor_area, "");
    CHECK(error_of<FormatError>(text) == "t.toml: missing: xor2.area_um2");
    CHECK(error_of<FormatError>("format_version = 1")
              .find("t.toml: missing: process.node_nm, process.supply_v, inv.area_um2, ") != std::string::npos);
    CHECK(error_of<FormatError>("format_version = 1").find("name is missing: add 'name = \"...\"' at the top") !=
          std::string::npos);
}

TEST_CASE("factors without a base are refused") {
    const std::string text = default_text() + "[scaling]\n";
    CHECK(error_of<FormatError>(text).find("unknown table [scaling]; give a base to scale: base = \"nangate45\"") !=
          std::string::npos);
}

TEST_CASE("values that are not allowed are a config error with all of them") {
    std::string text = with(default_text(), "value = 1.596", "value = -1.596");
    text = with(text, "value = 0.7,", "value = 1.7,");
    const std::string error = error_of<ConfigError>(text);
    CHECK(error.find("xor2.area_um2 = -1.596 is not allowed: use 0 to 1000\nt.toml:") != std::string::npos);
    CHECK(error.find(": wiring.utilization = 1.7 is not allowed: use 0.05 to 1") != std::string::npos);
    CHECK(error_of<ConfigError>(with(default_text(), "value = 1.596", "value = nan"))
              .find("xor2.area_um2 = nan is not allowed") != std::string::npos);
}

TEST_CASE("problems of form are reported together in the file's order") {
    const std::string error = error_of<FormatError>(
        head + "[inv]\narea_um = 1\n[xor2]\narea_um2 = {value = 1, quality = 'x', source = 'a: x'}\n");
    CHECK(error.find("t.toml:15:1: inv.area_um: a number needs its source") == 0);
    CHECK(error.find("\nt.toml:15:1: unknown key 'area_um' in [inv]; did you mean 'area_um2'?") != std::string::npos);
    CHECK(error.find("\nt.toml:17:1: xor2.area_um2: quality 'x' is not known") != std::string::npos);
}

TEST_CASE("a file that is not there is a missing file") {
    CHECK_THROWS_AS(read_technology("/nonexistent/t.toml"), MissingFileError);
}

TEST_CASE("what a scaled file gives itself stands as given") {
    const Technology t = parse_technology(
        head + "[xor2]\narea_um2 = {value = 0.25, quality = 'published', source = 'a: somewhere'}\n", "t.toml");
    CHECK(t.cell(CellId::xor2).area_um2 == Figure{0.25, Quality::published});
    CHECK(t.sources.at("xor2.area_um2") == "a: somewhere");
    CHECK(t.cell(CellId::inv).area_um2 == Figure{0.532, Quality::scaled});
    CHECK(t.name == "n");
    CHECK(t.node_nm.value == 7);
}

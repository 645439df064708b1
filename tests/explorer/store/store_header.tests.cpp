#include "explorer/store/store_header.hpp"

#include "models/core/error.hpp"
#include "tests/explorer/store/small_exploration.hpp"
#include "tests/support/message_of.hpp"

#include <catch2/catch.hpp>

#include <cmath>

using namespace fracbit;
using namespace fracbit::explorer;
using namespace fracbit::tests;

TEST_CASE("every chunk belongs to one shard, and shards differ by one chunk at most") {
    for (const std::int64_t chunks : {0, 1, 6, 7, 8, 100})
        for (const std::int64_t count : {1, 2, 7}) {
            std::vector<std::int64_t> held(static_cast<std::size_t>(count));
            for (std::int64_t chunk = 0; chunk < chunks; ++chunk) {
                int owners = 0;
                for (std::int64_t index = 0; index < count; ++index)
                    if (holds({index, count}, chunk)) ++owners, ++held[static_cast<std::size_t>(index)];
                REQUIRE(owners == 1);
            }
            for (std::int64_t index = 0; index < count; ++index) {
                REQUIRE(held[static_cast<std::size_t>(index)] == chunks_of({index, count}, chunks));
                REQUIRE(held.front() - held[static_cast<std::size_t>(index)] <= 1);
            }
        }
}

TEST_CASE("objectives are columns, negated where they are maximised") {
    const auto columns = SmallExploration().header().columns;
    CHECK(objectives_of(columns, std::vector{1.0, 0.0, 7.0, 90.0, 7.0, 3.5}) == std::vector{7.0, -3.5});
    CHECK_FALSE(std::signbit(objectives_of(columns, std::vector{1.0, 0.0, 7.0, 90.0, 7.0, 0.0})[1]));
}

TEST_CASE("equal headers have no differences, whatever comments their files have") {
    const auto header = SmallExploration().header();
    auto other = header;
    other.files[""] += "# a comment";
    other.space_name = "renamed";
    CHECK(differences(header, other, true).empty());
}

TEST_CASE("all differences of headers are told") {
    struct Case {
        void (*change)(StoreHeader&);
        std::string text;
    };
    const std::vector<Case> cases{
        {[](StoreHeader& header) { header.program_version = "9"; }, "program_version: found 9, expected 1.2.3"},
        {[](StoreHeader& header) {
             header.space_hash = "f";
             header.space_name = "large";
             header.files["net.csv"].insert(header.files["net.csv"].size() - 1, "more");
             header.files["table.csv"] = "";
         },
         "space_hash: found f, expected 0123456789abcdef; space_name: found large, expected small; file 'net.csv', "
         "line 2: found 'fc,densemore', expected 'fc,dense'; file 'table.csv': found a file, expected no such file"},
        {[](StoreHeader& header) {
             header.space_hash = "f";
             header.files[""] = "# new\n\n  [space]\nname = \"small\"\nmore = " + std::string(100, 'x');
             header.columns.pop_back();
             header.columns[0].name = "other";
         },
         "space_hash: found f, expected 0123456789abcdef; the space's file, line 5: found 'more = " +
             std::string(73, 'x') + "...', expected no such line"},
        {[](StoreHeader& header) { header.plan.method = "nsga2"; }, "method: found nsga2, expected random"},
        {[](StoreHeader& header) { header.plan.seed = 7; }, "seed: found 7, expected 1"},
        {[](StoreHeader& header) { header.plan.evaluations = 7; }, "evaluations: found 7, expected 480"},
        {[](StoreHeader& header) { header.plan.population = 7; }, "population: found 7, expected 0"},
        {[](StoreHeader& header) { header.plan.chunks = 7; }, "chunks: found 7, expected 12"},
        {[](StoreHeader& header) { header.plan.sample = 7; }, "sample: found 7, expected 25"},
        {[](StoreHeader& header) {
             header.shard = {1, 2};
             header.plan.seed = 7;
         },
         "seed: found 7, expected 1; shard: found 1/2, expected 0/1"},
        {[](StoreHeader& header) { header.columns.pop_back(); },
         "column 5: found no such column, expected objective runs_per_second [1/s], maximised"},
        {[](StoreHeader& header) { header.columns[4].reference = 2; },
         "column 4: found objective cycles [cycles], minimised, reference 2, expected objective cycles [cycles], "
         "minimised, reference 1000"},
        {[](StoreHeader& header) { header.columns[1].texts.pop_back(); },
         "column 1: found parameter technology [], one of nangate45, expected parameter technology [], one of "
         "nangate45|asap7"},
    };
    const auto expected = SmallExploration().header();
    for (const auto& c : cases) {
        auto found = expected;
        c.change(found);
        CHECK(to_text(differences(found, expected, true)) == c.text);
    }
    auto other = expected;
    other.shard = {1, 2};
    CHECK(differences(other, expected, false).empty());
}

TEST_CASE("a header that cannot be says all that is wrong with it") {
    auto header = SmallExploration().header();
    check_header(header);
    header.shard = {2, 2};
    header.plan.sample = -1;
    header.plan.chunks = 100'000'001;
    header.columns[0].kind = "number";
    header.columns[4].reference = std::nan("");
    header.columns[5].kind = "metric";
    header.columns[4].kind = "metric";
    CHECK(
        message_of<ConfigError>([&] { check_header(header); }) ==
        "a result store: shard 2/2: the index must be 0 to one less than the count; sample -1: it cannot be negative; "
        "100000001 chunks; a store holds at most 100000000: make them larger; column 'weights.lanes' is of kind "
        "'number'; allowed: parameter, metric, note, objective; the reference of column 'cycles' is NaN: give a "
        "number; 0 "
        "columns are objectives; allowed: 1 to 16");
    header = SmallExploration().header();
    header.columns[0].name = std::string("x\0y", 3);
    CHECK(message_of<ConfigError>([&] { check_header(header); }) ==
          "a result store: the name of column 'x' has a zero byte");
    header = SmallExploration().header();
    header.columns.resize(1901, {"x", "", "metric", false, {}, {}});
    CHECK(message_of<ConfigError>([&] { check_header(header); }) ==
          "a result store: 1901 columns; a store holds at most 1900");
}

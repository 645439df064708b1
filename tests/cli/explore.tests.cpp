#include "models/core/random.hpp"
#include "tests/cli/program.hpp"
#include "tests/support/temporary_folder.hpp"

#include <catch2/catch.hpp>

#include <algorithm>
#include <filesystem>

using namespace fracbit;
using namespace fracbit::tests;
using Catch::Contains;
using Json = nlohmann::json;

namespace {

/// A space of `latencies` times 288 points, each with timings of its own.
std::string write_space(const TemporaryFolder& folder, int latencies, const std::string& more = "") {
    write_text(folder.file("small.csv"), small_network());
    const std::string path = folder.file("space.toml");
    write_text(path, "format_version = 1\nname = \"small\"\n"
                     "[[network]]\nname = \"small\"\nfile = \"small.csv\"\n" +
                         more +
                         "[parameters]\n\"encoding.n_in\" = [4, 8]\n\"encoding.n_out\" = [8, 10]\n"
                         "\"weights.lanes\" = [1, 2, 4]\n\"array.rows\" = [2, 4, 8]\n\"array.columns\" = [8, 16]\n"
                         "technology = [\"nangate45\", \"scaled_7nm\"]\n\"memory.outstanding\" = [2, 8]\n"
                         "\"memory.latency_cycles\" = { from = 1, to = " +
                         std::to_string(latencies) +
                         ", step = 1 }\n"
                         "[constraints]\nall = [\"area_mm2 < 2\"]\n"
                         "[[objective]]\nmaximize = \"runs_per_second\"\nreference = 0\n"
                         "[[objective]]\nminimize = \"area_mm2\"\nreference = 2\n"
                         "[[objective]]\nminimize = \"energy_uj\"\nreference = 100\n");
    return path;
}

Outcome fracbit_ok(const std::vector<std::string>& arguments) {
    Outcome outcome = run_fracbit(arguments);
    INFO(outcome.err);
    REQUIRE(outcome.status == 0);
    return outcome;
}

/// Front and sample, every number with all its digits.
std::string results_of(const std::string& store) {
    const TemporaryFolder folder;
    const std::string front = folder.file("front.csv"), sample = folder.file("sample.csv");
    fracbit_ok({"report", store, "--csv", front, "--sample-csv", sample});
    return read_text(front) + read_text(sample);
}

} // namespace

TEST_CASE("explore, merge and report write the keys that scripts rely on") {
    const TemporaryFolder folder;
    const std::string space = write_space(folder, 2), store = folder.file("r.sqlite");
    const Json explored = Json::parse(fracbit_ok({"explore", space, "--out", store, "--json", "-"}).out);
    const Json merged = Json::parse(fracbit_ok({"merge", store, "--out", folder.file("m.sqlite"), "--json", "-"}).out);
    const Json reported = Json::parse(fracbit_ok({"report", store, "--json", "-"}).out);
    for (const Json& json : {explored, merged, reported}) {
        CHECK(json["points"] == 576);
        CHECK(json["feasible"].get<int>() + json["constrained"].get<int>() + json["invalid"].get<int>() == 576);
        CHECK(json["feasible"] > 0);
        CHECK(json["seconds"] > 0);
        CHECK(json["points_per_second"] > 0);
        CHECK(json["hypervolume"] > 0);
        CHECK(json["complete"] == true);
        CHECK(json["space"] == "small");
        CHECK(json["space_hash"].get<std::string>().size() == 16);
        CHECK(json["objectives"].size() == 3);
        REQUIRE_FALSE(json["front"].empty());
        for (const Json& point : json["front"]) {
            CHECK(point["point"].is_number_integer());
            CHECK(point["equals"] >= 1);
            CHECK(point["parameters"]["weights.lanes"].is_number_integer());
            CHECK(point["parameters"]["technology"].is_string());
            CHECK(point["objectives"]["runs_per_second"] == point["metrics"]["runs_per_second"]);
            CHECK(point["objectives"]["area_mm2"] < 2);
        }
    }
    CHECK(explored["front"] == merged["front"]);
    CHECK(explored["front"] == reported["front"]);
}

TEST_CASE("explore finds the same for 1 and 2 threads, and for 1 and 7 shards") {
    const TemporaryFolder folder;
    const std::string space = write_space(folder, 8), one = folder.file("one.sqlite"), two = folder.file("two.sqlite");
    fracbit_ok({"explore", space, "--out", one, "--threads", "1"});
    fracbit_ok({"explore", space, "--out", two, "--threads", "2"});
    CHECK(results_of(one) == results_of(two));
    std::vector<std::string> merge{"merge"};
    for (int i = 0; i < 7; ++i) {
        const std::string shard = folder.file("shard-" + std::to_string(i));
        fracbit_ok({"explore", space, "--out", shard, "--shard", std::to_string(i) + "/7"});
        merge.push_back(shard);
    }
    merge.insert(merge.end(), {"--out", folder.file("merged.sqlite")});
    fracbit_ok(merge);
    CHECK(results_of(folder.file("merged.sqlite")) == results_of(one));
}

TEST_CASE("an exploration that is killed 20 times finds what an undisturbed one finds") {
    const TemporaryFolder folder;
    const std::string space = write_space(folder, 60), store = folder.file("killed.sqlite"),
                      whole = folder.file("whole.sqlite");
    const std::uint64_t seed = 20;
    Random random(seed);
    std::int64_t longest = 60;
    int kills = 0;
    for (int runs = 0; kills < 20 && runs < 60; ++runs) {
        RunOptions options;
        options.kill_after_ms = 1 + static_cast<std::int64_t>(random.below(static_cast<std::uint64_t>(longest)));
        const Outcome outcome =
            run_fracbit({"explore", space, "--out", store, "--commit-seconds", "0.01", "--threads", "2"}, options);
        INFO("seed " << seed << ", run " << runs << ", killed after " << options.kill_after_ms
                     << " ms: " << outcome.err);
        if (outcome.status == 128 + 9) {
            ++kills;
            longest += 10; // so that every build comes to an end
        } else {
            REQUIRE(outcome.status == 0);
            std::filesystem::remove(store);
            longest = 60;
        }
    }
    CHECK(kills == 20);
    fracbit_ok({"explore", space, "--out", store});
    fracbit_ok({"explore", space, "--out", whole});
    CHECK(results_of(store) == results_of(whole));
    const auto points = [](const std::string& path) {
        return Json::parse(fracbit_ok({"report", path, "--json", "-"}).out)["points"];
    };
    CHECK(points(store) == points(whole));
}

TEST_CASE("an interrupted exploration says where it goes on") {
    const TemporaryFolder folder, results;
    const std::string space = write_space(folder, 2000), store = results.file("r.sqlite");
    RunOptions options;
    options.interrupt_when_exists = results.path();
    const Outcome outcome = run_fracbit({"explore", space, "--out", store}, options);
    CHECK(outcome.status == 1);
    CHECK(outcome.out.empty());
    CHECK_THAT(outcome.err,
               Contains("interrupted: " + store + " holds ") && Contains("the same command goes on from there"));
    CHECK(Json::parse(fracbit_ok({"report", store, "--json", "-"}).out)["complete"] == false);
    const TemporaryFolder empty;
    options.interrupt_when_exists = empty.path();
    const Outcome lost = run_fracbit({"explore", space, "--json", empty.file("x.json")}, options);
    CHECK(lost.status == 1);
    CHECK_THAT(lost.err, Contains("interrupted: without --out nothing is kept"));
    CHECK_FALSE(std::filesystem::exists(empty.file("x.json")));
}

TEST_CASE("a stored point runs on the machine with the cycles that the store says") {
    const TemporaryFolder folder;
    const std::string space = write_space(folder, 2), store = folder.file("r.sqlite");
    const Json found = Json::parse(fracbit_ok({"explore", space, "--out", store, "--json", "-"}).out);
    const std::size_t points = std::min<std::size_t>(5, found["front"].size());
    for (const char* engine : {"systemc", "timing"})
        for (std::size_t i = 0; i < points; ++i) {
            const Json& point = found["front"][i];
            const auto outcome = fracbit_ok(
                {"simulate", "--from", store, "--point", point["point"].dump(), "--engine", engine, "--json", "-"});
            const Json json = Json::parse(outcome.out);
            CHECK(json["point"] == point["point"]);
            REQUIRE(json["runs"].size() == 1);
            CHECK(json["runs"][0]["total_cycles"] == point["metrics"]["cycles"]);
            CHECK(json["runs"][0]["stored_cycles"] == point["metrics"]["cycles"]);
        }
    const std::string id = found["front"][0]["point"].dump();
    const std::string hash = Json::parse(fracbit_ok({"report", store, "--json", "-"}).out)["space_hash"];
    CHECK_THAT(fracbit_ok({"simulate", "--from", store, "--point", id, "--space-hash", hash}).out,
               Contains("as in the store"));
}

TEST_CASE("simulate --from says what it cannot run") {
    const TemporaryFolder folder;
    const std::string space = write_space(folder, 2), store = folder.file("r.sqlite");
    fracbit_ok({"explore", space, "--out", store});
    const std::vector<std::pair<std::vector<std::string>, std::string>> cases{
        {{"--from", store}, "--from needs --point: the number of a point of that store"},
        {{"--point", "3"}, "--point needs --from: the result store that has the point"},
        {{"--from", store, "--point", "576"}, "--point 576: " + store + " has points 0 to 575"},
        {{"--from", store, "--point", "-1"}, "--point -1: " + store + " has points 0 to 575"},
        {{"--from", store, "--point", "1", "--set", "array.rows=2"}, "--from takes machine and weights from the store"},
        {{"--from", store, "--point", "1", "--network", "smal"},
         "--network smal: the point does not run it; did you mean 'small'?"},
        {{"--from", folder.file("none"), "--point", "1"}, "cannot open"},
        {{"--from", store, "--point", "1", "--space-hash", "0123"},
         "--space-hash 0123: " + store + " now holds another space (its hash is "},
        {{"--space-hash", "0123"}, "--space-hash needs --from"},
        {{"--from", space, "--point", "1"}, space},
    };
    for (const auto& [more, message] : cases) {
        std::vector<std::string> arguments{"simulate"};
        arguments.insert(arguments.end(), more.begin(), more.end());
        const Outcome outcome = run_fracbit(arguments);
        CHECK(outcome.status == 2);
        CHECK_THAT(outcome.err, Contains(message));
    }
}

TEST_CASE("stores and spaces that do not belong together are refused and stay as they are") {
    const TemporaryFolder folder, elsewhere;
    const std::string space = write_space(folder, 2), other = write_space(elsewhere, 3),
                      store = folder.file("r.sqlite"), foreign = folder.file("f.sqlite"),
                      merged = folder.file("m.sqlite"), damaged = folder.file("d.sqlite"),
                      newer = folder.file("n.sqlite");
    fracbit_ok({"explore", space, "--out", store, "--shard", "0/2"});
    fracbit_ok({"explore", other, "--out", foreign, "--shard", "1/2"});
    const std::string bytes = read_text(store);
    std::string flipped = bytes;
    flipped[bytes.size() / 2] = static_cast<char>(flipped[bytes.size() / 2] ^ 0x40);
    for (std::size_t i = 0; i < 4096; ++i) flipped[bytes.size() / 2 + i] = 'x';
    write_text(damaged, flipped);
    std::string version = bytes;
    version[63] = static_cast<char>(version[63] + 1); // PRAGMA user_version, big-endian
    write_text(newer, version);
    const std::vector<std::pair<std::vector<std::string>, std::string>> cases{
        {{"explore", other, "--out", store, "--shard", "0/2"}, "space_hash"},
        {{"explore", space, "--out", store, "--shard", "1/2"}, "shard"},
        {{"explore", space, "--out", store}, "shard"},
        {{"explore", space, "--out", store, "--shard", "0/2", "--seed", "2"}, "seed"},
        {{"merge", store, foreign, "--out", merged}, "space_hash"},
        {{"report", damaged}, damaged},
        {{"report", newer}, "version"},
        {{"report", space}, space},
        {{"report", folder.file("none")}, "cannot open"},
        {{"merge", store, newer, "--out", merged}, "version"},
        {{"explore", folder.file("none.toml")}, "none.toml"},
        {{"explore", space, "--shard", "2/2"}, "--shard 2/2: use i/n, the i-th of n parts, i from 0 to n - 1"},
        {{"explore", space, "--shard", "1"}, "--shard 1: use i/n"},
        {{"explore", space, "--search", "random"},
         "--search random needs --evaluations: the number of points to evaluate"},
        {{"report", store, "--svg", folder.file("x.svg"), "--x", "area_mm"},
         "'area_mm' is not stored: did you mean 'area_mm2'?"},
        {{"report", store, "--svg", folder.file("x.svg"), "--x", "technology"},
         "'technology' is a text: a chart's axes need numbers"},
    };
    for (const auto& [arguments, message] : cases) {
        const Outcome outcome = run_fracbit(arguments);
        INFO(arguments[0] << " " << arguments[1]);
        CHECK(outcome.status == 2);
        CHECK(outcome.out.empty());
        CHECK_THAT(outcome.err, Contains(message));
    }
    CHECK(read_text(store) == bytes);
    CHECK(read_text(newer) == version);
    CHECK_FALSE(std::filesystem::exists(merged));
    CHECK_FALSE(std::filesystem::exists(folder.file("x.svg")));
}

TEST_CASE("report draws the front, and a table as wide as the terminal") {
    const TemporaryFolder folder;
    const std::string space = write_space(folder, 2), store = folder.file("r.sqlite"), svg = folder.file("f.svg"),
                      png = folder.file("f.png");
    fracbit_ok({"explore", space, "--out", store});
    fracbit_ok({"report", store, "--svg", svg, "--png", png, "--x", "area_mm2", "--y", "energy_uj"});
    CHECK_THAT(read_text(svg), Contains("area_mm2 [mm2]") && Contains("energy_uj [uJ]") && Contains(">sample</text>"));
    CHECK(read_text(png).substr(1, 3) == "PNG");
    const Outcome narrow = run_on_terminal({"report", store}, 60);
    CHECK(narrow.status == 0);
    CHECK(longest_line(narrow.out) <= 60);
    const Outcome shown = run_on_terminal({"explore", space}, 100);
    CHECK(shown.status == 0);
}

TEST_CASE("where nothing is feasible all but the chart is written") {
    const TemporaryFolder folder;
    std::string text = read_text(write_space(folder, 1));
    text.replace(text.find("area_mm2 < 2"), 12, "area_mm2 < 0");
    write_text(folder.file("none.toml"), text);
    const auto explored = run_fracbit({"explore", folder.file("none.toml"), "--out", folder.file("r.sqlite"), "--svg",
                                       folder.file("x.svg"), "--json", folder.file("r.json")});
    CHECK(explored.status == 2);
    CHECK_THAT(explored.err, Contains("nothing to draw: no point of the store is feasible"));
    CHECK_FALSE(std::filesystem::exists(folder.file("x.svg")));
    CHECK(read_json(folder.file("r.json"))["feasible"] == 0);
}

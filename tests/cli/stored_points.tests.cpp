// Points of spaces with several networks, and of the sample, on the machine; and what reports of stores leave out.
#include "tests/cli/program.hpp"
#include "tests/support/temporary_folder.hpp"

#include <catch2/catch.hpp>

#include <filesystem>

using namespace fracbit::tests;
using Catch::Contains;
using Json = nlohmann::json;

namespace {

Json json_of(std::vector<std::string> arguments) {
    arguments.insert(arguments.end(), {"--json", "-"});
    const auto outcome = run_fracbit(arguments);
    INFO(outcome.err);
    REQUIRE(outcome.status == 0);
    return Json::parse(outcome.out);
}

/// Six points; `networks` are the space's tables.
struct Space {
    explicit Space(const std::string& networks, const std::string& more = "") {
        write_text(folder.file("small.csv"), small_network());
        write_text(folder.file("tiny.csv"), "name,kind,channels,height,width,out_channels\nfc,linear,40,1,1,30\n");
        write_text(path, "format_version = 1\nname = \"s\"\n" + networks +
                             "[parameters]\nweights.lanes = [1, 2, 4]\narray.rows = [2, 4]\n" + more +
                             "[[objective]]\nminimize = \"cycles\"\n[[objective]]\nminimize = \"area_mm2\"\n");
        explored = json_of({"explore", path, "--out", store});
    }
    TemporaryFolder folder;
    const std::string path = folder.file("space.toml"), store = folder.file("r.sqlite");
    Json explored;
};

const std::string small_table = "[[network]]\nname = \"small\"\nfile = \"small.csv\"\n",
                  tiny_table = "[[network]]\nname = \"tiny\"\nfile = \"tiny.csv\"\n";

} // namespace

TEST_CASE("JSON tells of each point of the front what its accuracies rest on") {
    const TemporaryFolder folder;
    const std::string path = folder.file("space.toml"), store = folder.file("r.sqlite");
    write_text(folder.file("small.csv"), small_network());
    write_text(folder.file("table.csv"), "network,dataset,q,n_in,n_out,taps,accuracy,full_precision,kind,source\n"
                                         "toy,data,1,8,10,2,90,96,published,a paper\n"
                                         "toy,data,1,4,10,2,72,96,published,another\n");
    write_text(path, "format_version = 1\nname = \"sources\"\n[accuracy]\ntables = [\"table.csv\"]\n"
                     "[[network]]\nname = \"toy\"\nfile = \"small.csv\"\naccuracy = \"toy/data\"\n"
                     "[[network]]\nname = \"other\"\nfile = \"small.csv\"\n"
                     "[base]\nencoding.n_out = 10\n[parameters]\nencoding.n_in = [4, 6, 8]\n"
                     "[[objective]]\nmaximize = \"accuracy\"\n[[objective]]\nmaximize = \"-encoding.n_in\"\n");
    const Outcome explored = run_fracbit({"explore", path, "--out", store, "--json", "-"});
    INFO(explored.err);
    REQUIRE(explored.status == 0);
    const auto front = nlohmann::json::parse(explored.out)["front"];
    REQUIRE(front.size() == 3);
    CHECK(front[0]["accuracy_sources"] == nlohmann::json{{"toy", "another"}});
    CHECK(front[1]["accuracy_sources"] == nlohmann::json{{"toy", "between 0.4 (another) and 0.8 (a paper)"}});
    CHECK(front[2]["accuracy_sources"] == nlohmann::json{{"toy", "a paper"}});
    CHECK(nlohmann::json::parse(run_fracbit({"report", store, "--json", "-"}).out)["front"] == front);
}

TEST_CASE("a network that a space runs several times has the cycles of one run") {
    const Space space(small_table + "runs = 3\n");
    const Json point = space.explored["front"][0],
               run = json_of({"simulate", "--from", space.store, "--point", point["point"].dump()})["runs"][0];
    CHECK(run["stored_cycles"] == run["total_cycles"]);
    CHECK(point["metrics"]["cycles"] == 3 * run["total_cycles"].get<std::int64_t>());
}

TEST_CASE("a point of several networks runs all, or the one that is named, which traces and CSV reports need") {
    const Space space(small_table + "runs = 2\n" + tiny_table);
    const std::vector<std::string> from{"simulate", "--from", space.store, "--point",
                                        space.explored["front"][0]["point"].dump()};
    const auto with = [&](const std::vector<std::string>& more) {
        auto all = from;
        all.insert(all.end(), more.begin(), more.end());
        return all;
    };
    const Json both = json_of(from);
    REQUIRE(both["runs"].size() == 2);
    for (std::size_t i = 0; i < 2; ++i) {
        CHECK(both["runs"][i]["network"] == (i == 0 ? "small" : "tiny"));
        CHECK(both["runs"][i]["stored_cycles"] == both["runs"][i]["total_cycles"]);
    }
    for (const std::vector<std::string>& option : {std::vector<std::string>{"--csv-prefix", space.folder.file("x_")},
                                                   {"--trace", "events=" + space.folder.file("x")}}) {
        const auto refused = run_fracbit(with(option));
        CHECK(refused.status == 2);
        CHECK_THAT(refused.err, Contains("the point runs several networks: choose one with --network for traces and "
                                         "CSV reports"));
        auto one = with(option);
        one.insert(one.end(), {"--network", "tiny"});
        const Json tiny = json_of(one);
        REQUIRE(tiny["runs"].size() == 1);
        CHECK(tiny["runs"][0]["total_cycles"] == both["runs"][1]["total_cycles"]);
    }
    CHECK(std::filesystem::exists(space.folder.file("x_COMPUTE_REPORT.csv")));
}

TEST_CASE("where the network is a parameter a point runs its own") {
    const Space space(small_table + tiny_table, "network = [\"tiny\", \"small\"]\n");
    for (const Json& point : space.explored["front"]) {
        const Json runs = json_of(
            {"simulate", "--from", space.store, "--point", point["point"].dump(), "--engine", "timing"})["runs"];
        REQUIRE(runs.size() == 1);
        CHECK(runs[0]["network"] == point["parameters"]["network"]);
        CHECK(runs[0]["stored_cycles"] == runs[0]["total_cycles"]);
    }
}

TEST_CASE("points of the sample have cycles to compare with, and another technology can be asked for") {
    // A slower memory costs cycles and saves nothing.
    const Space space(small_table, "memory.latency_cycles = [10, 50]\n");
    std::int64_t off_front = 0;
    for (int id = 0; id < 12; ++id) {
        bool on_front = false;
        for (const Json& point : space.explored["front"]) on_front = on_front || point["point"] == id;
        off_front += on_front ? 0 : 1;
        const Json run = json_of(
            {"simulate", "--from", space.store, "--point", std::to_string(id), "--engine", "timing"})["runs"][0];
        CHECK(run["stored_cycles"] == run["total_cycles"]);
    }
    CHECK(off_front > 0);
    const auto area = [&](const std::vector<std::string>& more) {
        std::vector<std::string> all{"simulate", "--from", space.store, "--point", "0", "--engine", "timing"};
        all.insert(all.end(), more.begin(), more.end());
        return json_of(all)["runs"][0]["machine"]["area_um2"]["total"].get<double>();
    };
    CHECK(area({}) == Approx(area({"--technology", "nangate45"})));
    CHECK(area({"--technology", "scaled_7nm"}) < area({}) / 2);
}

TEST_CASE("report shows as many points as are asked for, and draws x and y as they are named") {
    const Space space(small_table);
    REQUIRE(space.explored["front"].size() >= 2);
    const auto lines = [&](const char* rows) {
        const auto outcome = run_fracbit({"report", space.store, "--rows", rows});
        CHECK(outcome.status == 0);
        return std::count(outcome.out.begin(), outcome.out.end(), '\n');
    };
    CHECK(lines("2") == lines("1") + 1);
    const std::string svg = space.folder.file("f.svg");
    REQUIRE(run_fracbit({"report", space.store, "--svg", svg, "--x", "cycles", "--y", "area_mm2"}).status == 0);
    // The label of the y axis is turned.
    const std::string picture = read_text(svg);
    const auto element = [&](const std::string& label) {
        const std::size_t at = picture.find(">" + label);
        REQUIRE(at != std::string::npos);
        return picture.substr(picture.rfind('<', at), at - picture.rfind('<', at));
    };
    CHECK_THAT(element("area_mm2"), Contains("rotate"));
    CHECK_THAT(element("cycles"), !Contains("rotate"));
}

TEST_CASE("merge says how much of a shard is missing, and what brought nothing new") {
    const Space space(small_table, "\"memory.latency_cycles\" = { from = 1, to = 4000, step = 1 }\n");
    const std::string shard = space.folder.file("s.sqlite"), merged = space.folder.file("m.sqlite");
    REQUIRE(run_fracbit({"explore", space.path, "--shard", "0/2", "--out", shard}).status == 0);
    const auto first = run_fracbit({"merge", shard, "--out", merged}, {0, "", "", {{"COLUMNS", "200"}}});
    CHECK_THAT(first.out, Contains("1 store, ") && !Contains("nothing new"));
    const auto again = run_fracbit({"merge", shard, "--out", merged}, {0, "", "", {{"COLUMNS", "200"}}});
    CHECK(again.status == 0);
    CHECK_THAT(again.out, Contains("; nothing new in 1 of the stores"));
    const std::string missing = "shard 1/2 is missing or not finished: 0 of ";
    CHECK_THAT(first.out, Contains(missing) && !Contains(missing + "0 pieces"));
}

TEST_CASE("shares of an exploration's progress are at most 1") {
    const Space space(small_table, "\"memory.latency_cycles\" = { from = 1, to = 400, step = 1 }\n");
    const auto outcome = run_fracbit({"explore", space.path}, {0, "", "", {{"FRACBIT_PROGRESS", "lines"}}});
    CHECK(outcome.status == 0);
    for (std::size_t at = outcome.err.find("progress "); at != std::string::npos;
         at = outcome.err.find("progress ", at + 1)) {
        const double share = std::stod(outcome.err.substr(at + 9));
        CHECK(share >= 0);
        CHECK(share <= 1);
    }
}

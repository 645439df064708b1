// What the user of the explorer may get wrong: it is said before the work begins, and nothing is lost.
#include "tests/cli/program.hpp"
#include "tests/support/temporary_folder.hpp"

#include <catch2/catch.hpp>

#include <filesystem>
#include <sys/stat.h>

using namespace fracbit;
using namespace fracbit::tests;
using Catch::Contains;

namespace {

struct Explored {
    Explored() {
        write_text(folder.file("small.csv"), small_network());
        write_text(space, "format_version = 1\nname = \"small\"\n[[network]]\nname = \"small\"\nfile = \"small.csv\"\n"
                          "[parameters]\nweights.lanes = [1, 2, 4]\narray.rows = [2, 4]\ntechnology = [\"nangate45\"]\n"
                          "[[objective]]\nmaximize = \"runs_per_second\"\n[[objective]]\nminimize = \"area_mm2\"\n");
        REQUIRE(run_fracbit({"explore", space, "--out", store}).status == 0);
    }
    TemporaryFolder folder;
    const std::string space = folder.file("space.toml"), store = folder.file("r.sqlite");
};

/// Ends with status 2 and this message; its files are those that there were.
void check_refused(const std::vector<std::string>& arguments, const std::string& message) {
    const Outcome outcome = run_fracbit(arguments);
    INFO(arguments.front() << " ... " << arguments.back());
    CHECK(outcome.status == 2);
    CHECK(outcome.out.empty());
    CHECK_THAT(outcome.err, Contains(message));
}

} // namespace

TEST_CASE("no output takes the place of an input or of another output") {
    const Explored explored;
    const TemporaryFolder& folder = explored.folder;
    const std::string space = explored.space, store = explored.store, network = folder.file("small.csv"),
                      roundabout = folder.path() + "/./r.sqlite", fresh = folder.file("fresh");
    const std::string space_before = read_text(space), store_before = read_text(store);
    check_refused({"explore", space, "--json", space}, "--json " + space + " would replace the design space");
    check_refused({"explore", space, "--csv", network}, "would replace 'small.csv' of the design space");
    check_refused({"explore", space, "--out", fresh, "--json", fresh}, "--json and --out both go to '" + fresh + "'");
    check_refused({"report", store, "--csv", store}, "would replace the store");
    check_refused({"report", store, "--svg", roundabout}, "would replace the store");
    check_refused({"report", store, "--csv", fresh, "--png", fresh}, "--csv and --png both go to");
    check_refused({"merge", store, "--out", fresh, "--json", fresh}, "would replace the store of --out");
    check_refused({"merge", store, "--out", fresh, "--json", store}, "would replace the store");
    check_refused({"simulate", "--from", store, "--point", "0", "--json", store}, "would replace the store");
    check_refused({"simulate", "--network", network, "--json", network}, "would replace the network");
    check_refused({"simulate", "--network", network, "--trace", "events=" + network}, "would replace the network");
    check_refused({"inspect", network, "--json", network}, "would replace " + network);
    CHECK(read_text(space) == space_before);
    CHECK(read_text(store) == store_before);
    CHECK(read_text(network) == small_network());
    CHECK_FALSE(std::filesystem::exists(fresh));
    CHECK(run_fracbit({"report", store, "--csv", "/dev/null", "--sample-csv", "/dev/null"}).status == 0);
}

TEST_CASE("what explore cannot do is refused before it evaluates points") {
    const Explored explored;
    const std::string space = explored.space, fresh = explored.folder.file("fresh");
    const std::vector<std::pair<std::vector<std::string>, std::string>> cases{
        {{"--svg", fresh, "--x", "cycle"}, "'cycle' is not stored: did you mean 'cycles'?"},
        {{"--svg", fresh, "--y", "technology"}, "'technology' is a text: a chart's axes need numbers"},
        {{"--search", "random"}, "--search random needs --evaluations: the number of points to evaluate"},
        {{"--search", "nsga2"}, "--search nsga2 needs --evaluations: the number of points to evaluate"},
        {{"--evaluations", "5"}, "--evaluations needs --search random or --search nsga2: an exhaustive search"},
        {{"--population", "40"}, "--population needs --search nsga2: an exhaustive search has no generations"},
        {{"--search", "random", "--evaluations", "5", "--population", "40"},
         "--population needs --search nsga2: a random search has no generations"},
        {{"--x", "cycles"}, "--x needs --svg or --png: the chart whose axis it names"},
        {{"--search", "nsga2", "--evaluations", "100"}, "too few for a population of 200: ask for 200 or more"},
        {{"--commit-seconds", "nan"}, "--commit-seconds: 'nan' is not a number"},
        {{"--seed", "-1"}, "--seed: '-1' is not allowed: use a whole number from 0 to 2^64 - 1"},
        {{"--seed", "18446744073709551616"}, "--seed: '18446744073709551616' is not allowed"},
    };
    for (const auto& [more, message] : cases) {
        std::vector<std::string> arguments{"explore", space, "--out", fresh + ".sqlite"};
        arguments.insert(arguments.end(), more.begin(), more.end());
        check_refused(arguments, message);
        CHECK_FALSE(std::filesystem::exists(fresh + ".sqlite"));
    }
    CHECK(run_fracbit({"explore", space, "--seed", "18446744073709551615"}).status == 0);
}

TEST_CASE("report refuses axes without a chart") {
    const Explored explored;
    const std::string csv = explored.folder.file("front.csv");
    check_refused({"report", explored.store, "--csv", csv, "--y", "cycles"}, "--y needs --svg or --png");
    CHECK_FALSE(std::filesystem::exists(csv));
    CHECK(run_fracbit({"report", explored.store, "--png", "/dev/null", "--y", "cycles"}).status == 0);
}

TEST_CASE("a changed space is told by the first line that differs") {
    const Explored explored;
    std::string text = read_text(explored.space);
    const std::string rows = "array.rows = [2, 4]";
    text.replace(text.find(rows), rows.size(), "array.rows = [2, 8]");
    write_text(explored.space, "# a comment\n" + text);
    const Outcome outcome = run_fracbit({"explore", explored.space, "--out", explored.store});
    CHECK(outcome.status == 2);
    CHECK_THAT(outcome.err,
               Contains("; the space's file, line 9: found '" + rows + "', expected 'array.rows = [2, 8]'; give"));
}

TEST_CASE("a stored point keeps its weights: options of drawn weights are refused") {
    const Explored explored;
    for (const std::vector<std::string>& option :
         {std::vector<std::string>{"--q", "2"}, {"--format", "csr"}, {"--seed", "2"}, {"--dense"}, {"--n-out", "12"}}) {
        std::vector<std::string> arguments{"simulate", "--from", explored.store, "--point", "0"};
        arguments.insert(arguments.end(), option.begin(), option.end());
        check_refused(arguments, "--from takes the weights from the store, so " + option.front() + " cannot be given");
    }
}

TEST_CASE("points that are all infinite leave out the chart alone") {
    const Explored explored;
    std::string text = read_text(explored.space);
    const std::string objective = "\"area_mm2\"";
    text.replace(text.find(objective), objective.size(), "\"1 / (weights.lanes - weights.lanes)\"");
    write_text(explored.space, text);
    const std::string svg = explored.folder.file("x.svg"), csv = explored.folder.file("x.csv");
    const Outcome outcome = run_fracbit({"explore", explored.space, "--svg", svg, "--csv", csv});
    CHECK(outcome.status == 2);
    CHECK_THAT(outcome.err,
               Contains("there is nothing to draw: no point has finite 1 / (weights.lanes - weights.lanes)"));
    CHECK_THAT(outcome.out, Contains("front: "));
    CHECK(std::filesystem::exists(csv));
    CHECK_FALSE(std::filesystem::exists(svg));
}

TEST_CASE("explore tells the time that its store tells") {
    const Explored explored;
    const auto seconds = [](const Outcome& outcome) { return nlohmann::json::parse(outcome.out)["seconds"]; };
    const std::string fresh = explored.folder.file("fresh.sqlite");
    const auto told = seconds(run_fracbit({"explore", explored.space, "--out", fresh, "--json", "-"}));
    CHECK(seconds(run_fracbit({"report", fresh, "--json", "-"})) == told);
    CHECK(seconds(run_fracbit({"explore", explored.space, "--out", fresh, "--json", "-"})) == told);
}

TEST_CASE("merge says what is missing in lines as wide as the terminal") {
    const Explored explored;
    const std::string shard = explored.folder.file("s.sqlite");
    REQUIRE(run_fracbit({"explore", explored.space, "--shard", "1/2", "--out", shard}).status == 0);
    RunOptions narrow;
    narrow.environment = {{"COLUMNS", "40"}};
    const Outcome outcome = run_fracbit({"merge", shard, "--out", explored.folder.file("m.sqlite")}, narrow);
    CHECK(outcome.status == 0);
    CHECK_THAT(outcome.out, Contains("shard 0/2 is missing"));
    CHECK(longest_line(outcome.out) <= 40);
}

TEST_CASE("a pipe in the place of a store is refused, not waited for") {
    const TemporaryFolder folder;
    const std::string pipe = folder.file("pipe");
    REQUIRE(::mkfifo(pipe.c_str(), 0600) == 0);
    check_refused({"report", pipe}, "not a result store: it is a pipe");
    check_refused({"simulate", "--from", pipe, "--point", "0"}, "not a result store: it is a pipe");
}

TEST_CASE("a space without a feasible point says what stands in the way") {
    const TemporaryFolder folder;
    const std::string space = folder.file("space.toml"), store = folder.file("r.sqlite"), json = folder.file("r.json");
    write_text(folder.file("small.csv"), small_network());
    write_text(space, "format_version = 1\nname = \"none\"\n[[network]]\nname = \"small\"\nfile = \"small.csv\"\n"
                      "[parameters]\nactivations.buffer_bytes = [262144, 16, 17]\nweights.lanes = [1, 2]\n"
                      "[conditions]\nall = [\"weights.lanes = 1\"]\n[constraints]\nall = [\"cycles < 10\"]\n"
                      "[[objective]]\nminimize = \"cycles\"\n");
    const Outcome explored = run_fracbit({"explore", space, "--out", store, "--json", json});
    INFO(explored.err);
    REQUIRE(explored.status == 0);
    const std::string told = explored.out.substr(explored.out.find("no point is feasible"));
    CHECK_THAT(told, Contains("is constrained: 'cycles < 10' does not hold; cycles is "));
    CHECK_THAT(told, Contains("is excluded: the condition 'weights.lanes = 1' does not hold\n"));
    CHECK_THAT(told, Contains("is invalid: architecture"));
    const auto found = read_json(json)["not_feasible"];
    REQUIRE(found.size() == 3);
    for (const auto& one : found) {
        CHECK(one["point"].is_number_integer());
        if (one["status"] != "constrained") continue;
        CHECK(one["reason"] == "cycles < 10");
        CHECK_THAT(one["found"].get<std::string>(), Catch::Matches("cycles is [1-9][0-9]+"));
    }
    const Outcome reported = run_fracbit({"report", store, "--json", json});
    CHECK_THAT(reported.out, Contains(told));
    CHECK(read_json(json)["not_feasible"] == found);
}

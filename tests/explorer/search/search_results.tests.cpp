// What a search evaluates, keeps and stores, whatever it finds.
#include "explorer/report/stored_values.hpp"
#include "explorer/run/exploration.hpp"
#include "models/core/error.hpp"
#include "tests/explorer/search/study_space.hpp"
#include "tests/support/temporary_folder.hpp"

#include <catch2/catch.hpp>
#include <nlohmann/json.hpp>

using namespace fracbit;
using namespace fracbit::explorer;
using fracbit::test::study_space;

TEST_CASE("an evolutionary search needs two objectives") {
    std::string text = fracbit::test::study_text;
    text.resize(text.find("[[objective]]"));
    text += "[[objective]]\nminimize = \"cycles\"\n";
    const auto space = study_space(text);
    ExplorationOptions options;
    options.method = "nsga2";
    options.evaluations = 40;
    options.population = 40;
    CHECK_THROWS_WITH(explore(space, options), "nsga2 needs two objectives or more: with one, the best point is the "
                                               "front; use exhaustive or random");
}

TEST_CASE("a random search evaluates as many points as it was asked for, and no more than there are") {
    ExplorationOptions options;
    options.method = "random";
    for (const auto& [asked, points] :
         {std::pair{1, 1}, {255, 255}, {256, 256}, {257, 257}, {1584, 1584}, {9999, 1584}}) {
        options.evaluations = asked;
        const Exploration found = explore(study_space(), options);
        CHECK(found.contents.counts.total() == points);
        CHECK(found.contents.header.plan.evaluations == points);
        CHECK(found.contents.complete());
    }
}

TEST_CASE("where nothing is feasible an evolutionary search turns to what comes furthest") {
    std::string text = fracbit::test::study_text;
    text.replace(text.find("area_mm2 < 1.1"), 14, "area_mm2 < 0.0");
    const auto space = study_space(text);
    ExplorationOptions options;
    options.method = "nsga2";
    options.evaluations = 400;
    options.population = 40;
    const Exploration found = explore(space, options);
    REQUIRE(found.contents.counts.points[static_cast<std::size_t>(PointStatus::excluded)] > 0);
    const Evaluator evaluator(space);
    Evaluator::Worker worker(evaluator);
    const auto last = nlohmann::json::parse(found.contents.search_state);
    for (const auto& id : last.at("points")) CHECK(worker.evaluate(id.get<PointId>()) == PointStatus::constrained);
}

TEST_CASE("the time of all runs adds up in a store") {
    const tests::TemporaryFolder folder;
    ExplorationOptions options;
    options.store = folder.file("run.sqlite");
    {
        StoreCounts counts;
        counts.seconds = 1000;
        auto store = ResultStore::open(options.store, explore(study_space(), {}).contents.header);
        store.commit({}, counts, {}, {});
    }
    CHECK(explore(study_space(), options).contents.counts.seconds > 1000);
    CHECK(read_store(options.store).counts.seconds > 1000);
    CHECK(explore(study_space(), options).contents.counts.points == explore(study_space(), {}).contents.counts.points);
}

TEST_CASE("what is stored of a network that does not run does not depend on the points before") {
    const std::string text = "format_version = 1\nname = \"two\"\n[base]\n\"array.rows\" = 4\n\"encoding.n_in\" = 8\n"
                             "\"encoding.n_out\" = 10\n"
                             "[[network]]\nname = \"a\"\nfile = \"tiny.csv\"\naccuracy = \"toy/data\"\n"
                             "[[network]]\nname = \"b\"\nfile = \"tiny.csv\"\naccuracy = \"toy/data\"\n"
                             "[accuracy]\ntables = [\"table.csv\"]\n"
                             "[parameters]\nnetwork = [\"a\", \"b\"]\n\"weights.lanes\" = [1, 2, 4]\n"
                             "[[objective]]\nminimize = \"cycles\"\n";
    const std::string table = "network,dataset,q,n_in,n_out,taps,accuracy,full_precision,kind,source\n"
                              "toy,data,1,8,10,2,90,96,published,a paper\n";
    const Exploration found =
        explore(std::make_shared<const DesignSpace>(parse_space(
                    {{"", text}, {"tiny.csv", fracbit::test::tiny_network}, {"table.csv", table}}, "two.toml")),
                {});
    const auto& columns = found.contents.header.columns;
    const std::size_t network = column_index(columns, "network"), a = column_index(columns, "a.accuracy_kind"),
                      b = column_index(columns, "b.accuracy_kind");
    REQUIRE(found.contents.sample.size() == 6);
    for (const SamplePoint& point : found.contents.sample) {
        const bool runs_a = value_text(columns[network], point.values[network]) == "a";
        CHECK(value_text(columns[a], point.values[a]) == (runs_a ? "published" : "none"));
        CHECK(value_text(columns[b], point.values[b]) == (runs_a ? "none" : "published"));
    }
}

#include "explorer/report/front_report.hpp"
#include "models/core/error.hpp"
#include "tests/explorer/report/small_store.hpp"

#include <catch2/catch.hpp>
#include <nlohmann/json.hpp>

using namespace fracbit;
using namespace fracbit::explorer;
using fracbit::test::small_store;

TEST_CASE("a front as JSON has every number under its own name") {
    const auto json = front_json(small_store());
    CHECK(json["format_version"] == 1);
    CHECK(json["program_version"] == "1.2.3");
    CHECK(json["space"] == "by hand");
    CHECK(json["space_hash"] == "0123456789abcdef");
    CHECK(json["method"] == "exhaustive");
    CHECK(json["seed"] == 7);
    CHECK(json["shard"] == nlohmann::ordered_json{{"index", 0}, {"count", 1}});
    CHECK(json["complete"] == false);
    CHECK(json["points"] == 49); // without those that are excluded
    CHECK(json["feasible"] == 40);
    CHECK(json["excluded"] == 100);
    CHECK(json["invalid"] == 4);
    CHECK(json["no_accuracy"] == 3);
    CHECK(json["constrained"] == 2);
    CHECK(json["seconds"] == 7);
    CHECK(json["points_per_second"] == 7);
    // The reference of the space, as users see it; else the worst of the front.
    CHECK(json["objectives"] == nlohmann::ordered_json::parse(R"([
        {"name": "runs_per_second, all", "direction": "maximize", "reference": 10, "reference_given": true},
        {"name": "area_mm2", "direction": "minimize", "reference": 2, "reference_given": false}])"));
    // Up to 10 runs and 2 mm2: 1.5 mm2 under the first ten runs, 1.25 under the next ten; the last point has no less
    // area than the reference.
    CHECK(json["hypervolume"] == 10 * 1.5 + 10 * 1.25);
    REQUIRE(json["front"].size() == 3);
    CHECK(json["front"][1] == nlohmann::ordered_json::parse(R"({
        "point": 8, "equals": 5,
        "parameters": {"weights.lanes": 2, "order": "spill"},
        "objectives": {"runs_per_second, all": 30, "area_mm2": 0.75},
        "metrics": {"area_mm2": 0.75, "cycles": 2e15},
        "notes": {"net.accuracy_kind": "interpolated"}})"));
    StoreContents whole = small_store();
    whole.done = {0, 1, 2, 3};
    CHECK(front_json(whole)["complete"] == true);
    whole.front[2].values[3] = std::numeric_limits<double>::infinity();
    CHECK(front_json(whole)["front"][2]["metrics"]["cycles"].is_null());
    whole.counts.seconds = 0;
    CHECK(front_json(whole)["points_per_second"] == 0);
}

TEST_CASE("front and sample as CSV have a row a point with all digits, and texts for their numbers") {
    CHECK(front_csv(small_store()) ==
          "point,equals,weights.lanes,order,area_mm2,cycles,net.accuracy_kind,\"runs_per_second, all\",area_mm2\n"
          "3,1,1,spill,0.5,1000,published,20,0.5\n"
          "8,5,2,spill,0.75,2000000000000000,interpolated,30,0.75\n"
          "11,2,4,spill,2,100.25,none,50,2\n");
    CHECK(sample_csv(small_store()) ==
          "point,weights.lanes,order,area_mm2,cycles,net.accuracy_kind,\"runs_per_second, all\",area_mm2\n"
          "3,1,spill,0.5,1000,published,20,0.5\n"
          "9,2,positions,3,3000,measured,15,3\n");
}

TEST_CASE("a front as text counts what was found, and lists the best in the first objective first") {
    const std::string text = front_text(small_store(), 200, 2);
    CHECK_THAT(text, Catch::Contains("by hand (exhaustive search; not finished: 3 of 4 pieces of work are done): "
                                     "maximize runs_per_second, all, minimize area_mm2"));
    CHECK_THAT(text, Catch::Contains("49 points evaluated, 40 feasible, 100 excluded, 4 invalid, 3 no_accuracy, 2 "
                                     "constrained; 7 s, 7 points/s"));
    CHECK_THAT(text, Catch::Contains("front: 3 points, hypervolume 27.5"));
    CHECK(text.find("\n   11 ") < text.find("\n    8 "));
    CHECK(text.find("\n    3 ") == std::string::npos);
    CHECK_THAT(text, Catch::EndsWith("... and 1 more\n"));
    const std::string all = front_text(small_store(), 200, 3);
    CHECK_THAT(all, Catch::Contains("\n    3 "));
    CHECK_THAT(all, !Catch::Contains("more"));
    CHECK_THAT(all, Catch::Contains(" order ")); // the same for all of the front, but not for the sample
}

TEST_CASE("a shard says which, and a space without feasible points that there is no front") {
    StoreContents store = small_store();
    store.header.shard = {1, 2};
    store.done = {1, 3};
    store.front.clear();
    CHECK_THAT(front_text(store, 200, 5), Catch::Contains("by hand (exhaustive search, shard 1/2): "));
    CHECK_THAT(front_text(store, 200, 5), Catch::EndsWith("no point is feasible: there is no front\n"));
    CHECK(front_json(store)["hypervolume"] == 0);
    CHECK(front_json(store)["objectives"][0].count("reference") == 0);
}

TEST_CASE("a chart draws each point of the front by what its accuracy rests on") {
    const models::ScatterChart chart = front_chart(small_store(), "", "");
    CHECK(chart.title == "by hand");
    CHECK(chart.x_label == "area_mm2");
    CHECK(chart.y_label == "runs_per_second, all");
    std::vector<std::string> names;
    for (const auto& series : chart.series) names.push_back(series.name);
    CHECK(names == std::vector<std::string>{"sample", "front, accuracy none", "front, accuracy interpolated",
                                            "front, accuracy published"});
    using Points = std::vector<std::pair<double, double>>;
    CHECK(chart.series[0].points == Points{{0.5, 20}, {3, 15}});
    CHECK(chart.series[1].points == Points{{2, 50}});
    CHECK(chart.series[2].points == Points{{0.75, 30}});
    CHECK(chart.series[2].notes == std::vector<std::string>{"point 8"});
    // Of two networks' accuracies the less certain one counts; one that was not asked for says nothing.
    StoreContents two = small_store();
    two.header.columns[0] = two.header.columns[4];
    two.front[0].values[0] = 1;
    two.front[1].values[0] = 3;
    two.front[2].values[0] = 3;
    const models::ScatterChart both = front_chart(two, "cycles", "runs_per_second, all");
    CHECK(both.x_label == "cycles [cycles]");
    CHECK(both.series[3].name == "front, accuracy measured");
    CHECK(both.series[3].points == Points{{1000, 20}});
    CHECK(both.series[2].name == "front, accuracy interpolated");
    CHECK_THROWS_AS(front_chart(small_store(), "order", ""), ConfigError);
}

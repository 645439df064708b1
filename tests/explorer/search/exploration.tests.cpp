#include "explorer/run/exploration.hpp"
#include "explorer/metrics/metric.hpp"
#include "explorer/report/front_report.hpp"
#include "explorer/report/stored_values.hpp"
#include "models/core/error.hpp"
#include "tests/explorer/search/study_space.hpp"

#include <catch2/catch.hpp>

#include <atomic>

using namespace fracbit;
using namespace fracbit::explorer;
using fracbit::test::study_space;

namespace {

bool dominates(const std::vector<double>& a, const std::vector<double>& b) {
    bool better = false;
    for (std::size_t i = 0; i < a.size(); ++i) {
        if (a[i] > b[i]) return false;
        better |= a[i] < b[i];
    }
    return better;
}

struct Evaluated {
    PointId id;
    std::vector<double> objectives;
};

/// Every feasible point, one by one, and how many there are of each status.
std::vector<Evaluated> all_points(const std::shared_ptr<const DesignSpace>& space, StoreCounts& counts) {
    const Evaluator evaluator(space);
    Evaluator::Worker worker(evaluator);
    std::vector<Evaluated> points;
    for (PointId id = 0; id < space->size(); ++id) {
        const PointStatus status = worker.evaluate(id);
        ++counts.points[static_cast<std::size_t>(status)];
        if (status == PointStatus::feasible)
            points.push_back({id, {worker.objectives().begin(), worker.objectives().end()}});
    }
    return points;
}

Exploration run(const ExplorationOptions& options) { return explore(study_space(), options); }

} // namespace

TEST_CASE("an exhaustive exploration finds the brute-force front and counts every point") {
    const auto space = study_space();
    StoreCounts counts;
    const std::vector<Evaluated> points = all_points(space, counts);
    const Exploration found = explore(space, {});
    CHECK(found.contents.counts.points == counts.points);
    CHECK(counts.points[static_cast<std::size_t>(PointStatus::excluded)] > 0);
    CHECK(counts.points[static_cast<std::size_t>(PointStatus::constrained)] > 0);
    std::vector<FrontMember> expected;
    for (const Evaluated& point : points) {
        bool on_front = true, first = true;
        std::int64_t equals = 0;
        for (const Evaluated& other : points) {
            on_front &= !dominates(other.objectives, point.objectives);
            if (other.objectives != point.objectives) continue;
            ++equals;
            first &= other.id >= point.id;
        }
        if (on_front && first) expected.push_back({point.id, equals, point.objectives, {}});
    }
    REQUIRE(found.contents.front.size() == expected.size());
    for (std::size_t i = 0; i < expected.size(); ++i) {
        CHECK(found.contents.front[i].id == expected[i].id);
        CHECK(found.contents.front[i].equals == expected[i].equals);
        CHECK(found.contents.front[i].objectives == expected[i].objectives);
    }
    CHECK(hypervolume_of(found.contents) > 0);
    CHECK_FALSE(found.cancelled);
}

TEST_CASE("threads change nothing that is found") {
    for (const char* method : {"exhaustive", "random", "nsga2"}) {
        ExplorationOptions options;
        options.method = method;
        options.evaluations = 400;
        options.population = 40;
        options.sample = 50;
        options.threads = 1;
        const Exploration one = run(options);
        options.threads = 4;
        const Exploration four = run(options);
        INFO(method);
        CHECK(front_csv(one.contents) == front_csv(four.contents));
        CHECK(sample_csv(one.contents) == sample_csv(four.contents));
        CHECK(one.contents.counts.points == four.contents.counts.points);
        CHECK(hypervolume_of(one.contents) == hypervolume_of(four.contents));
        CHECK(one.contents.search_state == four.contents.search_state);
        options.seed = 2;
        const Exploration other = run(options);
        if (std::string(method) != "exhaustive") CHECK(front_csv(other.contents) != front_csv(one.contents));
        CHECK(sample_csv(other.contents) != sample_csv(one.contents));
    }
}

TEST_CASE("shards share the points out: their fronts and samples add up to the whole") {
    const Exploration whole = run({});
    ParetoFront front(3);
    PointSample sample(2000, 1);
    StoreCounts counts;
    for (std::int64_t i = 0; i < 7; ++i) {
        ExplorationOptions options;
        options.shard = {i, 7};
        const Exploration part = run(options);
        for (const FrontMember& member : part.contents.front)
            front.add(member.id, member.objectives, member.values, member.equals);
        for (const SamplePoint& point : part.contents.sample) sample.add(point.id, point.values);
        counts += part.contents.counts;
    }
    StoreContents joined = whole.contents;
    joined.front = front.members();
    joined.sample = sample.points();
    CHECK(front_csv(joined) == front_csv(whole.contents));
    CHECK(sample_csv(joined) == sample_csv(whole.contents));
    CHECK(counts.points == whole.contents.counts.points);
}

TEST_CASE("what is stored of a point are its parameters, metrics and objectives, by name") {
    const auto space = study_space();
    const Exploration found = explore(space, {});
    const auto& columns = found.contents.header.columns;
    const auto value = [&](const FrontMember& member, const std::string& name) {
        for (std::size_t i = 0; i < columns.size(); ++i)
            if (columns[i].name == name) return member.values.at(i);
        FAIL("no column " << name);
        return 0.0;
    };
    const Evaluator evaluator(space);
    Evaluator::Worker worker(evaluator);
    for (const FrontMember& member : found.contents.front) {
        REQUIRE(member.values.size() == columns.size());
        REQUIRE(worker.evaluate(member.id) == PointStatus::feasible);
        CHECK(value(member, "area_mm2") ==
              worker.slots()[static_cast<std::size_t>(space->metric_slot(static_cast<int>(MetricId::area_mm2)))]);
        CHECK(value(member, "runs_per_second") == -member.objectives[0]);
        CHECK(value(member, "weights.lanes") >= 1);
        CHECK(value(member, "clock.mhz") >= 200);
    }
}

TEST_CASE("an evolutionary search with a fifth of the evaluations comes close to the whole front") {
    const Exploration whole = run({});
    ExplorationOptions options;
    options.method = "nsga2";
    options.evaluations = 280;
    options.population = 40;
    const Exploration found = run(options);
    CHECK(found.contents.counts.total() == 280);
    CHECK(hypervolume_of(found.contents) > 0.9 * hypervolume_of(whole.contents));
    CHECK(hypervolume_of(found.contents) <= hypervolume_of(whole.contents));
}

TEST_CASE("points that an evolutionary search meets again are not counted as equals of themselves") {
    ExplorationOptions options;
    options.method = "nsga2";
    options.evaluations = 2000;
    options.population = 40;
    for (const FrontMember& member : run(options).contents.front) CHECK(member.equals == 1);
}

TEST_CASE("a cancelled exploration keeps whole chunks and says that it is not complete") {
    std::atomic<int> asked{0};
    ExplorationOptions options;
    options.threads = 2;
    options.cancelled = [&] { return ++asked > 3; };
    const Exploration found = run(options);
    CHECK(found.cancelled);
    const Evaluator evaluator(study_space());
    std::int64_t points = 0;
    for (const std::int64_t chunk : found.contents.done) points += evaluator.points_of(chunk);
    CHECK(found.contents.counts.total() == points);
}

TEST_CASE("an objective that is not a number is named") {
    for (const char* method : {"exhaustive", "random", "nsga2"}) {
        std::string text = fracbit::test::study_text;
        text += "\n[[objective]]\nminimize = \"(weights.lanes - 2) / (weights.lanes - 2)\"\n";
        const auto space = study_space(text);
        ExplorationOptions options;
        options.method = method;
        options.evaluations = 100;
        options.population = 40;
        INFO(method);
        CHECK_THROWS_WITH(
            explore(space, options),
            Catch::Matches(
                "objective '\\(weights.lanes - 2\\) / \\(weights.lanes - 2\\)' of point [0-9]+ is not a number "
                "\\(0/0, the root of a negative number, or a metric that this point does not have\\): it cannot "
                "be compared; add a constraint that leaves such points out"));
        CHECK_THROWS_AS(explore(space, options), ConfigError);
    }
}

TEST_CASE("a space that would take for ever is refused at once") {
    std::string text = fracbit::test::study_text;
    text += "[[together]]\n\"encoding.seed\" = { from = 1, to = 65536, step = 1 }\n"
            "[[together]]\n\"encoding.matrix_seed\" = { from = 1, to = 65536, step = 1 }\n"
            "[[together]]\n\"memory.latency_cycles\" = { from = 1, to = 65536, step = 1 }\n";
    const auto space = study_space(text);
    try {
        (void)explore(space, {});
        FAIL("accepted");
    } catch (const ConfigError& error) {
        CHECK(std::string(error.what()) ==
              "316659348799488 pieces of work are too many: at most 100000000 are possible; leave values or parameters "
              "out, or use random or nsga2, which look at a part of the space");
    }
}

TEST_CASE("plans that are not possible are refused") {
    const auto refused = [](const std::string& method, std::int64_t evaluations, std::int64_t population, Shard shard) {
        ExplorationOptions options;
        options.method = method;
        options.evaluations = evaluations;
        options.population = population;
        options.shard = shard;
        try {
            (void)run(options);
        } catch (const ConfigError& error) {
            return std::string(error.what());
        }
        return std::string("accepted");
    };
    CHECK(refused("random", 0, 40, {}) == "random needs a number of points to evaluate, at least 1");
    CHECK(refused("nsga2", 0, 40, {}) == "nsga2 needs a number of points to evaluate, at least 1");
    CHECK(refused("nsga2", 100, 6, {}) ==
          "a population of 6 is not possible for nsga2: use a multiple of 4, at least 8");
    CHECK(refused("nsga2", 100, 10, {}) ==
          "a population of 10 is not possible for nsga2: use a multiple of 4, at least 8");
    CHECK(refused("nsga2", 39, 40, {}) ==
          "nsga2 evaluates whole generations, so 39 evaluations are too few for a population of 40: ask for 40 or "
          "more, or for a smaller population");
    CHECK(refused("nsga2", 40, 40, {}) == "accepted");
    CHECK(refused("nsga2", 100, 40, {0, 2}) ==
          "nsga2 cannot be split into shards: each generation needs the one before it; give every "
          "machine a search of its own, with a seed of its own");
    CHECK(refused("exhaustive", 0, 40, {2, 2}) == "shard 2/2 does not exist: use i/n with i from 0 to n - 1");
    CHECK(refused("nsga2", 1'000'000'000'000, 8, {}) ==
          "125000000000 pieces of work are too many: at most 100000000 are possible; ask for fewer evaluations");
    CHECK(refused("grid", 1, 40, {}) == "'grid' is no search: use exhaustive, random or nsga2");
}

// Random spaces: every way to evaluate a point against a point worked out from scratch.
#include "explorer/evaluation/evaluator.hpp"
#include "explorer/metrics/metric.hpp"
#include "models/core/error.hpp"
#include "tests/explorer/evaluation/direct_evaluation.hpp"
#include "tests/explorer/evaluation/drawn_space.hpp"
#include "tests/support/drawer.hpp"
#include "tests/support/number_from.hpp"

#include <bit>
#include <catch2/catch.hpp>
#include <fmt/format.h>
#include <map>
#include <mutex>
#include <thread>

using namespace fracbit;
using namespace fracbit::explorer;

namespace {

struct Outcome {
    PointStatus status = PointStatus::feasible;
    std::vector<double> slots, objectives;
};

std::string difference(const std::vector<double>& found, const std::vector<double>& expected, const char* what,
                       const DesignSpace& space) {
    if (found.size() != expected.size()) return fmt::format("{} {}, not {}", found.size(), what, expected.size());
    for (std::size_t i = 0; i < found.size(); ++i)
        if (std::bit_cast<std::uint64_t>(found[i]) != std::bit_cast<std::uint64_t>(expected[i]) &&
            !(found[i] == expected[i]) && !(found[i] != found[i] && expected[i] != expected[i]))
            return fmt::format("{} {} ({}) is {}, not {}", what, i,
                               found.size() == space.symbols().names().size() ? space.symbols().names()[i] : "",
                               found[i], expected[i]);
    return "";
}

std::string difference(const Outcome& found, const Outcome& expected, const DesignSpace& space) {
    if (found.status != expected.status)
        return fmt::format("{}, not {}", to_string(found.status), to_string(expected.status));
    const std::string slots = difference(found.slots, expected.slots, "slot", space);
    return slots.empty() ? difference(found.objectives, expected.objectives, "objective", space) : slots;
}

Outcome outcome_of(Evaluator::Worker& worker, PointStatus status) {
    if (status != PointStatus::feasible) return {status, {}, {}};
    // Objectives first: they must not need what slots() works out.
    const std::vector<double> objectives(worker.objectives().begin(), worker.objectives().end());
    const auto slots = worker.slots();
    return {status, {slots.begin(), slots.end()}, objectives};
}

/// Notes points in the order of positions.
class Collector final : public PointSink {
public:
    Collector(Evaluator& evaluator, Evaluator::Worker& worker, Position first, std::map<PointId, Outcome>& outcomes)
        : evaluator_(evaluator), worker_(worker), position_(first), outcomes_(outcomes) {}
    void feasible(PointId id) override {
        if (id != evaluator_.point_at(position_++)) throw Error("a point came out of order");
        outcomes_[id] = outcome_of(worker_, PointStatus::feasible);
    }
    void rejected(PointStatus status, std::int64_t count) override {
        if (worker_.reason().empty()) throw Error("a point was rejected without a reason");
        for (; count > 0; --count) outcomes_[evaluator_.point_at(position_++)] = {status, {}, {}};
    }
    [[nodiscard]] Position position() const { return position_; }

private:
    Evaluator& evaluator_;
    Evaluator::Worker& worker_;
    Position position_;
    std::map<PointId, Outcome>& outcomes_;
};

std::map<PointId, Outcome> by_chunks(const std::shared_ptr<const DesignSpace>& space, int threads,
                                     const CacheLimits& limits) {
    Evaluator evaluator(space, limits);
    std::map<PointId, Outcome> all;
    std::mutex mutex;
    std::string failure;
    std::atomic<std::int64_t> next{0};
    const auto work = [&] {
        try {
            Evaluator::Worker worker(evaluator);
            std::map<PointId, Outcome> outcomes;
            for (std::int64_t chunk = next++; chunk < evaluator.chunks(); chunk = next++) {
                Collector collector(evaluator, worker, chunk * evaluator.chunk_size(), outcomes);
                if (!worker.evaluate_chunk(chunk, collector, [] { return false; })) throw Error("not cancelled");
                if (collector.position() != chunk * evaluator.chunk_size() + evaluator.points_of(chunk))
                    throw Error("a chunk has another number of points than it says");
            }
            const std::lock_guard lock(mutex);
            all.merge(outcomes);
        } catch (const std::exception& error) {
            const std::lock_guard lock(mutex);
            failure = error.what();
        }
    };
    std::vector<std::thread> pool;
    for (int t = 0; t < threads; ++t) pool.emplace_back(work);
    for (std::thread& thread : pool) thread.join();
    if (!failure.empty()) throw Error(failure);
    return all;
}

void check_space(std::uint64_t seed, std::map<PointStatus, int>& seen) {
    const SpaceFiles files = test::drawn_space(seed);
    INFO("space drawn with seed " << seed << ":\n" << files.at(""));
    const auto space = std::make_shared<const DesignSpace>(parse_space(files, "drawn.toml"));
    const auto outcomes = by_chunks(space, 1, {});
    REQUIRE(std::ssize(outcomes) == space->size());

    tests::Drawer draw(seed);
    for (int i = 0; i < 12; ++i) {
        const PointId id = draw.range(0, space->size() - 1);
        const test::DirectResult direct = test::evaluate_directly(*space, id);
        INFO("point " << id);
        CHECK(difference(outcomes.at(id), {direct.status, direct.slots, direct.objectives}, *space) == "");
        ++seen[direct.status];
    }

    const auto compare = [&](PointId id, const Outcome& other, const char* way) {
        const std::string found = difference(other, outcomes.at(id), *space);
        if (!found.empty()) FAIL_CHECK("point " << id << ", " << way << ": " << found);
    };
    CacheLimits tight;
    tight.timings = tight.storages = tight.drawn_layers = tight.decoders = 3000;
    for (const auto& [id, outcome] : by_chunks(space, 4, tight)) compare(id, outcome, "4 threads, small caches");
    const Evaluator evaluator(space);
    Evaluator::Worker worker(evaluator);
    for (int i = 0; i < 100; ++i) {
        const PointId id = draw.range(0, space->size() - 1);
        compare(id, outcome_of(worker, worker.evaluate(id)), "by itself");
    }
}

/// All points of a space of one axis, forwards and backwards, so that what one point leaves behind meets another.
void check_key(const test::CandidateKey& key, const std::string& format, bool starved, int& feasible) {
    const SpaceFiles files = test::space_of_key(key, format, starved);
    INFO("space:\n" << files.at(""));
    const auto space = std::make_shared<const DesignSpace>(parse_space(files, "key.toml"));
    const Evaluator evaluator(space);
    Evaluator::Worker worker(evaluator);
    std::vector<Outcome> expected;
    for (PointId id = 0; id < space->size(); ++id) {
        const test::DirectResult direct = test::evaluate_directly(*space, id);
        expected.push_back({direct.status, direct.slots, direct.objectives});
        feasible += direct.status == PointStatus::feasible;
    }
    for (PointId i = 0; i < 2 * space->size(); ++i) {
        const PointId id = i < space->size() ? i : 2 * space->size() - 1 - i;
        INFO("point " << id);
        CHECK(difference(outcome_of(worker, worker.evaluate(id)), expected[static_cast<std::size_t>(id)], *space) ==
              "");
    }
}

} // namespace

TEST_CASE("a point has nothing of its neighbours, whichever key makes them differ") {
    for (const char* const format :
         {"\"flexor\"", "\"binary\"", "\"dense8\"", "\"sparse\"", "\"csr\"", "\"shift\"", "\"shift-xor\""})
        for (const bool starved : {false, true}) {
            int feasible = 0;
            for (const test::CandidateKey& key : test::candidate_keys()) check_key(key, format, starved, feasible);
            INFO(format << (starved ? ", starved" : ""));
            CHECK(feasible > 60);
        }
}

TEST_CASE("points of random spaces are what they are worked out alone, in chunks or singly, on any number of threads") {
    const auto first = static_cast<std::uint64_t>(tests::number_from("FRACBIT_SPACE_SEED", 41)),
               count = static_cast<std::uint64_t>(tests::number_from("FRACBIT_SPACES", 40));
    std::map<PointStatus, int> seen;
    for (std::uint64_t seed = first; seed < first + count; ++seed) check_space(seed, seen);
    if (count < 40) return;
    for (int s = 0; s < point_status_count; ++s) {
        INFO(to_string(static_cast<PointStatus>(s)));
        CHECK(seen[static_cast<PointStatus>(s)] > 0);
    }
}

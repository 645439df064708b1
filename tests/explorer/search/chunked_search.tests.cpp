#include "explorer/search/chunked_search.hpp"
#include "explorer/report/front_report.hpp"
#include "models/core/cancelled.hpp"
#include "models/core/error.hpp"
#include "tests/explorer/search/study_space.hpp"
#include "tests/support/temporary_folder.hpp"

#include <catch2/catch.hpp>

#include <atomic>
#include <chrono>
#include <numeric>
#include <thread>

#include <fmt/format.h>
#include <tbb/parallel_for.h>

using namespace fracbit;
using namespace fracbit::explorer;
using fracbit::test::study_space;

namespace {

StoreContents empty_contents(const DesignSpace& space) {
    StoreContents contents;
    contents.header.columns = stored_columns(space);
    return contents;
}

} // namespace

TEST_CASE("a thread that waits for parallel work within a chunk takes no other chunk meanwhile") {
    const auto space = study_space();
    const Evaluator evaluator(space);
    const ExplorationOptions options;
    std::vector<std::int64_t> chunks(200);
    std::iota(chunks.begin(), chunks.end(), 0);
    Journal journal(options, empty_contents(*space), std::nullopt, 200);
    static thread_local bool busy = false;
    std::atomic<int> within{0};
    run_chunks(evaluator, chunks, 8, journal, [&](auto&, std::int64_t, auto&, const auto&) {
        within += busy ? 1 : 0;
        busy = true;
        tbb::parallel_for(0, 4, [](int) { std::this_thread::sleep_for(std::chrono::microseconds(300)); });
        busy = false;
        return true;
    });
    CHECK(within == 0);
    CHECK(journal.finish().done == chunks);
}

TEST_CASE("an evolutionary search that is cancelled ends within its generation, and goes on from the one before") {
    const auto space = study_space();
    ExplorationOptions options;
    options.method = "nsga2";
    options.evaluations = 240;
    options.population = 40;
    options.threads = 2;
    const Exploration whole = explore(space, options);
    const fracbit::tests::TemporaryFolder folder;
    for (const int questions : {0, 10, 60, 130}) {
        std::atomic<int> asked{0};
        options.store = folder.file(fmt::format("{}.sqlite", questions));
        options.cancelled = [&] { return ++asked > questions; };
        const Exploration found = explore(space, options);
        CHECK(found.cancelled);
        CHECK(asked < questions + 10); // each thread asks before each point, and at the end
        CHECK(found.contents.counts.total() == 40 * static_cast<std::int64_t>(found.contents.done.size()));
        options.cancelled = {};
        const Exploration later = explore(space, options);
        CHECK(front_csv(later.contents) == front_csv(whole.contents));
        CHECK(sample_csv(later.contents) == sample_csv(whole.contents));
        CHECK(later.contents.counts.points == whole.contents.counts.points);
        CHECK(later.contents.search_state == whole.contents.search_state);
    }
}

TEST_CASE("drawing a network's layers stops between two layers once it is cancelled") {
    std::string text = fracbit::test::study_text;
    text += "[base]\nencoding.format = \"sparse\"\n";
    const auto space = study_space(text);
    int asked = 0;
    const Evaluator evaluator(space, {}, [&] { return ++asked == 2; });
    Evaluator::Worker worker(evaluator);
    CHECK_THROWS_AS(worker.evaluate(0), Cancelled);
    CHECK(asked == 2);
    CHECK(worker.evaluate(0) != PointStatus::excluded); // what was broken off is worked out again
    CHECK(asked > 3);
}

TEST_CASE("making a decoder's circuit stops between two gates once it is cancelled") {
    const auto space = study_space(fracbit::test::study_text);
    bool making = false;
    int asked = 0;
    const Evaluator evaluator(space, {}, [&] { return making && ++asked == 5; });
    Evaluator::Worker worker(evaluator);
    making = true;
    CHECK_THROWS_AS(worker.evaluate(0), Cancelled);
    CHECK(asked == 5);
    making = false;
    CHECK(worker.evaluate(0) != PointStatus::excluded);
}

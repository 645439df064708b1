#include "explorer/search/chunked_search.hpp"
#include "explorer/search/evolution.hpp"
#include "models/core/error.hpp"
#include "tests/explorer/search/study_space.hpp"

#include <catch2/catch.hpp>

#include <atomic>
#include <chrono>
#include <numeric>
#include <thread>

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

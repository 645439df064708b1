#include "gui/timeline/lane_columns.hpp"
#include "tests/gui/timeline/trace_files.hpp"

#include <QTemporaryDir>

#include <catch2/catch.hpp>

using namespace fracbit;
using namespace fracbit::gui;
using traces::lane_of;
using traces::LaneId;

namespace {

struct LongTrace {
    QTemporaryDir folder;
    std::shared_ptr<const traces::EventIndex> index;
    LongTrace() {
        const std::string path = folder.filePath("long.events.csv").toStdString();
        tests::write_long_trace(path);
        index = traces::EventIndex::open(path);
    }
};

constexpr LaneId array_lane = lane_of(models::BlockId::array);

} // namespace

TEST_CASE("Lanes of blocks that were idle all the time are left out, unless all were") {
    const LongTrace trace;
    CHECK(shown_lanes(*trace.index) ==
          std::vector{lane_of(models::BlockId::memory), array_lane, lane_of(models::BlockId::scaler), LaneId::bursts});
    const std::string path = trace.folder.filePath("idle.events.csv").toStdString();
    traces::CsvEventSink sink(path);
    sink.start({"idle", "arch", 800, 64, {}, {}});
    sink.block({models::BlockId::array, traces::BlockState::idle, Cycles(0), Cycles(5), -1});
    sink.finish(Cycles(5));
    CHECK(shown_lanes(*traces::EventIndex::open(path)) == std::vector{array_lane});
}

TEST_CASE("A column shows the shares of its cycles, from rows and from sums alike") {
    const LongTrace trace;
    const auto window = trace.index->window(1'000, 2'000);
    const ColumnGrid grid{1'000, 20, 50};
    const auto exact = lane_columns(*trace.index, &*window, array_lane, grid);
    REQUIRE(exact.size() == 50);
    for (const LaneColumn& column : exact) {
        CHECK(column[0] == Approx(0.9));
        CHECK(column[1] == Approx(0.1));
        CHECK(column[3] == Approx(0).margin(1e-5));
    }
    REQUIRE(trace.index->exact_step() == 2); // 20 is a multiple: the sums are exact, too
    CHECK(lane_columns(*trace.index, nullptr, array_lane, grid)[7][0] == Approx(0.9));
    CHECK(lane_columns(*trace.index, &*window, LaneId::bursts, grid)[7][0] == Approx(0.5));
}

TEST_CASE("Columns narrower than a cycle show that cycle's state alone") {
    const LongTrace trace;
    const auto window = trace.index->window(0, 100);
    const auto columns = lane_columns(*trace.index, &*window, array_lane, {8, 0.25, 12}); // cycles 8, 9 and 10
    for (int i = 0; i < 12; ++i) {
        INFO("column " << i);
        const bool stall = i >= 4 && i < 8;
        CHECK(columns[static_cast<std::size_t>(i)][0] == (stall ? 0.0F : 1.0F));
        CHECK(columns[static_cast<std::size_t>(i)][1] == (stall ? 1.0F : 0.0F));
    }
}

TEST_CASE("Rows of other cycles are not used, and what a block did not report is idle") {
    const LongTrace trace;
    const auto window = trace.index->window(0, 100);
    CHECK(covers(*window, 0, 100, 100'000));
    CHECK(covers(*window, 10.5, 99.5, 100'000));
    CHECK_FALSE(covers(*window, 50, 101, 100'000));
    CHECK(covers(*window, -5, 120, 100)); // beyond the run there is nothing
    const LaneId scaler = lane_of(models::BlockId::scaler);
    CHECK(lane_columns(*trace.index, &*window, scaler, {50'000, 50, 2})[1][2] == 1.0F);
    CHECK(lane_columns(*trace.index, &*window, scaler, {70'000, 100, 1})[0][3] == 1.0F);
}

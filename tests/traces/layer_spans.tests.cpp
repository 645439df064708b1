// Lanes and layers of event traces that do not come from one machine with all blocks in step.
#include "models/core/error.hpp"
#include "tests/traces/recording.hpp"
#include "traces/csv_event_sink.hpp"
#include "traces/event_index.hpp"

#include <catch2/catch.hpp>

#include <chrono>
#include <filesystem>
#include <fstream>

using namespace fracbit;
using namespace fracbit::tests;
using namespace fracbit::traces;

namespace {

using Span = std::array<std::int64_t, 3>; ///< layer, begin, end

std::vector<Span> spans_of(const EventIndex& index) {
    std::vector<Span> spans;
    for (const LayerSpan& span : index.layer_spans()) spans.push_back({span.layer, span.begin, span.end});
    return spans;
}

std::string event_trace(const std::string& rows, const std::string& end_line) {
    return "# fracbit event trace, format_version 1\n"
           "kind,name,state,layer,issue_cycle,begin_cycle,end_cycle,address,bytes,payload_bytes\n" +
           rows + end_line;
}

/// What opening a trace with this text says, without its path; empty if it opens.
std::string refusal(const std::string& text) {
    const ScratchFolder folder;
    const std::string path = folder.path("t");
    std::ofstream(path, std::ios::binary) << text;
    try {
        EventIndex::open(path);
    } catch (const FormatError& error) {
        return std::string(error.what()).substr(path.size());
    }
    return "";
}

} // namespace

TEST_CASE("layers are those of the memory channel wherever its rows stand, and a gap ends a span") {
    const ScratchFolder folder;
    const std::string path = folder.path("t.events.csv");
    {
        using models::BlockId;
        CsvEventSink sink(path);
        sink.start({"net", "arch", 800, 64, {"say \"a\", b", "c"}, {}});
        sink.block({BlockId::array, BlockState::busy, Cycles(0), Cycles(40), 1});
        sink.block({BlockId::memory, BlockState::busy, Cycles(0), Cycles(6), 0});
        sink.block({BlockId::memory, BlockState::stall_in, Cycles(6), Cycles(10), 0});
        sink.block({BlockId::memory, BlockState::idle, Cycles(10), Cycles(20), -1});
        sink.block({BlockId::memory, BlockState::busy, Cycles(20), Cycles(30), 0});
        sink.block({BlockId::memory, BlockState::busy, Cycles(30), Cycles(35), 1});
        sink.block({BlockId::decoder, BlockState::idle, Cycles(0), Cycles(40), -1});
        sink.finish(Cycles(40));
    }
    const auto index = EventIndex::open(path);
    CHECK(index->layers() == std::vector<std::string>{"c", "say \"a\", b"});
    CHECK(spans_of(*index) == std::vector<Span>{{1, 0, 10}, {1, 20, 30}, {0, 30, 35}});

    REQUIRE(index->lanes().size() == 3); // in the order of the machine
    const EventLane &memory = index->lanes()[0], &decoder = index->lanes()[1], &array = index->lanes()[2];
    CHECK(memory.id == lane_of(models::BlockId::memory));
    CHECK(decoder.id == lane_of(models::BlockId::decoder));
    CHECK(array.id == lane_of(models::BlockId::array));
    CHECK(memory.rows == 5);
    CHECK(memory.stalls == 1);
    CHECK_FALSE(memory.always_idle);
    CHECK(decoder.always_idle);
    CHECK_FALSE(array.always_idle);
}

TEST_CASE("a trace of the same size that was written to within the second is another one") {
    const ScratchFolder folder;
    const std::string path = folder.path("t");
    std::filesystem::copy_file(FRACBIT_SOURCE_DIR "/traces/samples/sample.events.csv", path);
    const std::filesystem::file_time_type second =
        std::chrono::time_point_cast<std::filesystem::file_time_type::duration>(
            std::chrono::floor<std::chrono::seconds>(std::filesystem::last_write_time(path)));
    std::filesystem::last_write_time(path, second);
    const auto index = EventIndex::open(path);
    CHECK(index->window(0, 60));
    std::filesystem::last_write_time(path, second + std::chrono::milliseconds(3));
    CHECK_THROWS_AS(index->window(0, 60), FormatError);
}

TEST_CASE("cycles before the run count for nothing") {
    const auto index = EventIndex::open(FRACBIT_SOURCE_DIR "/traces/samples/sample.events.csv");
    const LaneId memory = lane_of(models::BlockId::memory);
    CHECK(index->cycles(memory, -10, 60) == index->cycles(memory, 0, 60));
    CHECK(index->cycles(memory, 0, 70) == index->cycles(memory, 0, 60));
}

TEST_CASE("a stretch of no cycles belongs to no layer's span") {
    const ScratchFolder folder;
    const std::string path = folder.path("t");
    std::ofstream(path) << event_trace("block,memory,busy,a,,0,0,,,\nblock,memory,busy,b,,0,4,,,\n",
                                       "# end_cycle: 4, rows: 2\n");
    const auto index = EventIndex::open(path);
    CHECK(index->layers() == std::vector<std::string>{"a", "b"});
    CHECK(spans_of(*index) == std::vector<Span>{{1, 0, 4}});
}

TEST_CASE("rows and ends beyond what a trace can hold are refused") {
    const std::string row = "block,memory,busy,a,,0,4,,,\n";
    CHECK(refusal(event_trace(row, "# end_cycle: 4, rows: 1\n")) == "");
    CHECK(refusal(event_trace(row, "# end_cycle: 3, rows: 1\n")) ==
          ":3: a row ends at cycle 4 after the run's end at 3");
    CHECK(refusal(event_trace(row, "# end_cycle: 9007199254740992, rows: 1\n")) == "");
    CHECK(refusal(event_trace(row, "# end_cycle: 9007199254740993, rows: 1\n")) ==
          ": the last line is '# end_cycle: 9007199254740993, rows: 1'; it must be '# end_cycle: N, rows: N'");
    CHECK(refusal(event_trace("block,memory,busy,a,,0,1000000000000000000,,,\n", "# end_cycle: 4, rows: 1\n")) ==
          ":3: end_cycle is '1000000000000000000'; a whole number is needed");
    CHECK(refusal(event_trace("burst,weights,read,a,0,2,9,0x0,64,64\nburst,weights,read,a,1,3,8,0x40,64,64\n",
                              "# end_cycle: 9, rows: 2\n")) ==
          ":4: a burst of cycles 3 to 8 follows one of 2 to 9; rows were moved");
    CHECK(refusal(event_trace(std::string(3 << 20, 'x') + "\n", "# end_cycle: 4, rows: 1\n")) ==
          ":3: a line of more than 1048576 bytes; this is no trace");
}

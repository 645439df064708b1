#include "traces/event_index.hpp"
#include "models/core/error.hpp"
#include "tests/traces/recording.hpp"
#include "traces/csv_event_sink.hpp"
#include "traces/trace_summary.hpp"

#include <catch2/catch.hpp>

#include <algorithm>
#include <filesystem>
#include <fstream>

using namespace fracbit;
using namespace fracbit::tests;
using namespace fracbit::traces;

namespace {

const std::string sample_path = FRACBIT_SOURCE_DIR "/traces/samples/sample.events.csv";

/// Cycles as often as they were: traces with buckets of many cycles and few rows.
Recording slower(Recording run, std::int64_t by) {
    run.end = run.end * by;
    for (BlockStretch& each : run.stretches) each.begin = each.begin * by, each.end = each.end * by;
    for (BurstEvent& each : run.bursts)
        each.issue = each.issue * by, each.start = each.start * by, each.finish = each.finish * by;
    return run;
}

/// What was played, as rows by lane; the recording itself is the plain reading of the whole file.
std::array<std::vector<EventRow>, lane_count> rows_of(const Recording& run, const EventIndex& index) {
    const auto layer_of = [&](int layer) {
        if (layer < 0) return -1;
        const std::string& name = run.header.layers[static_cast<std::size_t>(layer)];
        const auto found = std::find(index.layers().begin(), index.layers().end(), name);
        REQUIRE(found != index.layers().end());
        return static_cast<int>(found - index.layers().begin());
    };
    std::array<std::vector<EventRow>, lane_count> rows;
    for (const BlockStretch& each : run.stretches) {
        if (each.begin == each.end) continue; // not written
        EventRow row;
        row.lane = lane_of(each.block);
        row.begin = each.begin.count();
        row.end = each.end.count();
        row.kind = static_cast<std::uint8_t>(each.state);
        row.layer = layer_of(each.layer);
        rows[index_of(row.lane)].push_back(row);
    }
    for (const BurstEvent& each : run.bursts) {
        EventRow row;
        row.lane = LaneId::bursts;
        row.begin = each.start.count();
        row.end = each.finish.count();
        row.issue = each.issue.count();
        row.address = each.address;
        row.bytes = each.bytes;
        row.payload = each.payload;
        row.write = each.write;
        row.kind = static_cast<std::uint8_t>(each.stream);
        row.layer = layer_of(each.layer);
        rows[index_of(row.lane)].push_back(row);
    }
    return rows;
}

std::vector<EventRow> rows_within(const std::vector<EventRow>& rows, std::int64_t begin, std::int64_t end) {
    std::vector<EventRow> found;
    std::copy_if(rows.begin(), rows.end(), std::back_inserter(found),
                 [&](const EventRow& row) { return row.begin < end && row.end > begin; });
    return found;
}

void check_ranges(const EventIndex& index, const std::array<std::vector<EventRow>, lane_count>& rows,
                  std::mt19937& random) {
    const auto up_to = [&](std::int64_t most) { return std::uniform_int_distribution<std::int64_t>(0, most)(random); };
    for (int i = 0; i < 12; ++i) {
        const std::int64_t begin = up_to(index.end());
        const std::int64_t end = std::min(index.end(), begin + (i % 3 == 0 ? 1 : up_to(i % 3 == 1 ? 50 : index.end())));
        INFO("cycles " << begin << " to " << end);
        const auto window = index.window(begin, end);
        REQUIRE(window);
        for (std::size_t lane = 0; lane < rows.size(); ++lane) {
            INFO("lane " << to_string(static_cast<LaneId>(lane)));
            const std::vector<EventRow> expected = rows_within(rows[lane], begin, end);
            CHECK(window->rows[lane] == expected);
            if (i % 4 == 0) CHECK(index.stretches(static_cast<LaneId>(lane), begin, end) == expected);
        }
    }
}

void check_stalls(const EventIndex& index, const std::array<std::vector<EventRow>, lane_count>& rows,
                  std::mt19937& random) {
    for (int i = 0; i < 10; ++i) {
        const std::int64_t cycle = std::uniform_int_distribution<std::int64_t>(-1, index.end())(random);
        INFO("cycle " << cycle);
        std::optional<EventRow> any_next, any_previous;
        for (std::size_t lane = 0; lane < rows.size(); ++lane) {
            std::optional<EventRow> next, previous;
            for (const EventRow& row : rows[lane]) {
                if (!row.is_stall()) continue;
                if (row.begin > cycle && !next) next = row;
                if (row.begin < cycle) previous = row;
            }
            CHECK(index.next_stall(cycle, static_cast<LaneId>(lane)) == next);
            CHECK(index.previous_stall(cycle, static_cast<LaneId>(lane)) == previous);
            if (next && (!any_next || next->begin < any_next->begin)) any_next = next;
            if (previous && (!any_previous || previous->begin > any_previous->begin)) any_previous = previous;
        }
        CHECK(index.next_stall(cycle) == any_next);
        CHECK(index.previous_stall(cycle) == any_previous);
    }
}

void check_sums(const EventIndex& index, const std::array<std::vector<EventRow>, lane_count>& rows,
                std::mt19937& random) {
    const std::int64_t step = index.exact_step();
    for (int i = 0; i < 10; ++i) {
        std::uniform_int_distribution<std::int64_t> bucket(0, (index.end() - 1) / step);
        const std::int64_t begin = bucket(random) * step;
        const std::int64_t end = std::min(index.end(), begin + (1 + bucket(random)) * step);
        for (std::size_t lane = 0; lane < rows.size(); ++lane) {
            std::array<double, models::stream_count> expected{};
            double reported = 0;
            for (const EventRow& row : rows_within(rows[lane], begin, end)) {
                const auto cycles = static_cast<double>(std::min(row.end, end) - std::max(row.begin, begin));
                expected[row.kind] += cycles;
                reported += cycles;
            }
            const auto id = static_cast<LaneId>(lane);
            if (id != LaneId::bursts) expected[3] += static_cast<double>(end - begin) - reported; // the rest is idle
            INFO("lane " << to_string(id) << ", cycles " << begin << " to " << end);
            CHECK(index.cycles(id, static_cast<double>(begin), static_cast<double>(end)) == expected);
        }
    }
}

} // namespace

TEST_CASE("the index of the sample has its facts, lanes and layers") {
    const auto index = EventIndex::open(sample_path);
    REQUIRE(index);
    CHECK(index->network() == "sample");
    CHECK(index->architecture() == "small");
    CHECK(index->clock_mhz() == 800);
    CHECK(index->end() == 60);
    CHECK(index->exact_step() == 1);
    CHECK(index->layers() == std::vector<std::string>{"conv1", "fc"});
    REQUIRE(index->layer_spans().size() == 2);
    CHECK(index->layer_spans()[0].begin == 0);
    CHECK(index->layer_spans()[0].end == 42);
    CHECK(index->layer_spans()[1].begin == 42);
    CHECK(index->layer_spans()[1].end == 60);
    REQUIRE(index->lanes().size() == models::block_count + 1);
    CHECK(index->lanes()[0].id == lane_of(models::BlockId::memory));
    CHECK(index->lanes()[0].rows == 8);
    CHECK(index->lanes().back().id == LaneId::bursts);
    // block,memory,busy,conv1,,8,23
    const auto memory = index->stretches(lane_of(models::BlockId::memory), 22, 24);
    REQUIRE(memory.size() == 2);
    CHECK(memory[0].begin == 8);
    CHECK(memory[0].state() == BlockState::busy);
    CHECK(memory[1].state() == BlockState::idle);
    const auto burst = index->stretches(LaneId::bursts, 17, 18);
    REQUIRE(burst.size() == 1);
    CHECK(burst[0].address == 0x40);
    CHECK(burst[0].payload == 26);
    CHECK(burst[0].issue == 1);
}

TEST_CASE("stretches, stalls and sums of random traces are those of the whole file, in any order of blocks") {
    const unsigned seed = 20'262;
    std::mt19937 random(seed);
    const ScratchFolder folder;
    const std::string path = folder.path("random.events.csv");
    for (int round = 0; round < 6; ++round) {
        INFO("seed " << seed << ", round " << round);
        const std::int64_t cycles = round == 0 ? 40 : 6'000;
        Recording run = random_recording(random, cycles);
        if (round % 2 == 1) run = slower(run, 97);
        {
            CsvEventSink sink(path);
            if (round < 3)
                play(run, sink);
            else
                play_shuffled(run, sink, random);
        }
        const auto index = EventIndex::open(path);
        REQUIRE(index);
        const auto rows = rows_of(run, *index);
        std::int64_t all = 0;
        for (const EventLane& lane : index->lanes()) {
            CHECK(lane.rows == static_cast<std::int64_t>(rows[index_of(lane.id)].size()));
            all += lane.rows;
        }
        CHECK(all == index->rows());
        if (cycles > 1'000) CHECK(index->file_bytes() > 5 * 64 * 1024); // several pieces
        check_ranges(*index, rows, random);
        check_stalls(*index, rows, random);
        check_sums(*index, rows, random);
    }
}

TEST_CASE("the totals of an index are those of the trace's summary") {
    const unsigned seed = 555;
    INFO("seed " << seed);
    std::mt19937 random(seed);
    const ScratchFolder folder;
    const std::string path = folder.path("t.events.csv");
    {
        CsvEventSink sink(path);
        play(random_recording(random, 3'000), sink);
    }
    const auto index = EventIndex::open(path);
    const TraceSummary summary = read_trace_summary(path);
    CHECK(index->rows() == summary.events);
    CHECK(Cycles(index->end()) == summary.end);
    CHECK(index->network() == summary.network);
    const auto end = static_cast<double>(index->end());
    for (const BlockSummary& block : summary.blocks) {
        INFO(block.name);
        const auto lane = std::find_if(index->lanes().begin(), index->lanes().end(),
                                       [&](const EventLane& l) { return to_string(l.id) == block.name; });
        REQUIRE(lane != index->lanes().end());
        CHECK(lane->rows == block.stretches);
        const auto cycles = index->cycles(lane->id, 0, end);
        CHECK(cycles[0] == static_cast<double>(block.cycles.busy.count()));
        CHECK(cycles[1] == static_cast<double>(block.cycles.stall_in.count()));
        CHECK(cycles[2] == static_cast<double>(block.cycles.stall_out.count()));
        CHECK(cycles[3] == end - cycles[0] - cycles[1] - cycles[2]);
    }
    std::int64_t bursts = 0;
    for (const StreamSummary& stream : summary.streams) bursts += stream.reads + stream.writes;
    CHECK(index->lanes().back().rows == bursts);
}

TEST_CASE("what a window reads does not grow with the trace") {
    const ScratchFolder folder;
    const std::string path = folder.path("t.events.csv");
    {
        CsvEventSink sink(path);
        sink.start({"net", "arch", 800, 64, {"one"}, {}});
        for (int i = 0; i < 50'000; ++i)
            sink.block({models::BlockId::array, i % 2 == 0 ? BlockState::busy : BlockState::stall_in, Cycles(i),
                        Cycles(i + 1), 0});
        sink.block({models::BlockId::memory, BlockState::stall_out, Cycles(0), Cycles(50'000), 0}); // written last
        sink.finish(Cycles(50'000));
    }
    const auto index = EventIndex::open(path);
    REQUIRE(index->file_bytes() > 20 * 65'536);
    CHECK(index->bytes_to_read(25'000, 25'010) <= 3 * (65'536 + 100));
    const auto window = index->window(25'000, 25'010);
    CHECK(window->of(lane_of(models::BlockId::array)).size() == 10);
    REQUIRE(window->of(lane_of(models::BlockId::memory)).size() == 1);
    CHECK(window->of(lane_of(models::BlockId::memory))[0].end == 50'000);
    REQUIRE(index->layer_spans().size() == 1);
    CHECK(index->layer_spans()[0].end == 50'000);
}

TEST_CASE("an index tells how far it is and stops when it is told to") {
    double last = 0;
    int calls = 0;
    OpenCallbacks callbacks;
    callbacks.progress = [&](double share) { last = share; };
    CHECK(EventIndex::open(sample_path, callbacks));
    CHECK(last == 1);
    callbacks.cancelled = [&] { return ++calls > 0; };
    CHECK_FALSE(EventIndex::open(sample_path, callbacks));
    CHECK(calls == 1);
    const auto index = EventIndex::open(sample_path);
    CHECK_FALSE(index->window(0, 60, [] { return true; }));
}

TEST_CASE("a trace that vanishes stays readable, one that is written to is reported") {
    const ScratchFolder folder;
    const std::string path = folder.path("t.events.csv");
    std::filesystem::copy_file(sample_path, path);
    const auto index = EventIndex::open(path);
    std::filesystem::rename(path, path + ".moved");
    CHECK(index->window(0, 60)->of(LaneId::bursts).size() == 5);
    std::ofstream(path + ".moved", std::ios::app) << "more\n";
    const auto bytes = index->file_bytes();
    CHECK_THROWS_MATCHES(index->window(0, 60), FormatError,
                         Catch::Message(path + ": the file was changed after it was opened (" + std::to_string(bytes) +
                                        " bytes then, " + std::to_string(bytes + 5) + " now); open it again"));
}

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

std::string damaged(std::string text, const std::string& from, const std::string& to) {
    const auto at = text.find(from);
    REQUIRE(at != std::string::npos);
    return text.replace(at, from.size(), to);
}

void save_text(const std::string& path, const std::string& text) { std::ofstream(path, std::ios::binary) << text; }

/// The message of opening `text`, without the path before it.
std::string problem_with(const std::string& text) {
    const ScratchFolder folder;
    const std::string path = folder.path("t.events.csv");
    save_text(path, text);
    try {
        EventIndex::open(path);
    } catch (const FormatError& error) {
        const std::string message = error.what();
        REQUIRE(message.compare(0, path.size(), path) == 0);
        return message.substr(path.size());
    }
    return "opened";
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

TEST_CASE("a file that is no event trace is refused with the way to make one") {
    const auto refused = [](const std::string& kind) {
        return ":1: this is no event trace, which starts with '# fracbit event trace'; `fracbit simulate --trace "
               "events=FILE` writes one" == problem_with(kind);
    };
    CHECK(refused("hello\n"));
    CHECK(refused(file_text(FRACBIT_SOURCE_DIR "/traces/samples/sample.cycles.csv")));
    CHECK(refused(file_text(FRACBIT_SOURCE_DIR "/traces/samples/sample.vcd")));
    CHECK(problem_with("") == ":1: the file is empty; an event trace starts with '# fracbit event trace'");
    CHECK_THROWS_MATCHES(EventIndex::open("/nowhere/x.events.csv"), MissingFileError,
                         Catch::Message("cannot read '/nowhere/x.events.csv': No such file or directory"));
    CHECK_THROWS_MATCHES(EventIndex::open("/tmp"), MissingFileError,
                         Catch::Message("cannot read '/tmp': it is no regular file, a trace is one"));
}

TEST_CASE("damage to an event trace is reported with its line") {
    const std::string text = file_text(sample_path);
    const std::string cut = ": the trace ends without its '# end_cycle' line: it was cut off; write it again";
    CHECK(problem_with(text.substr(0, text.rfind("# end_cycle"))) == cut);
    CHECK(problem_with(text.substr(0, text.size() / 2)) == cut);
    CHECK(problem_with(damaged(text, "format_version 1", "format_version 9")) ==
          ":1: format_version is '9'; this program reads version 1");
    CHECK(problem_with(damaged(text, "kind,name", "sort,name")).substr(0, 24) == ":7: the columns are 'sor");
    CHECK(problem_with(damaged(text, "block,decoder,stall_in", "block,decader,stall_in")) ==
          ":11: 'decader' is no block of the machine");
    CHECK(problem_with(damaged(text, "burst,weights", "burst,wait")) ==
          ":10: 'wait' is no stream of the memory channel");
    CHECK(problem_with(damaged(text, "block,decoder,stall_in", "block,decoder,stalled")) ==
          ":11: the state of decoder is 'stalled'; it must be busy, stall_in, stall_out or idle");
    CHECK(problem_with(damaged(text, "block,decoder", "black,decoder")) ==
          ":11: kind is 'black'; it must be block or burst");
    CHECK(problem_with(damaged(text, "conv1,,0,14,,,", "conv1,,0,x4,,,")) ==
          ":11: end_cycle is 'x4'; a whole number is needed");
    CHECK(problem_with(damaged(text, "conv1,,0,14,,,", "conv1,,-1,14,,,")) ==
          ":11: begin_cycle is '-1'; a whole number is needed");
    CHECK(problem_with(damaged(text, "conv1,,0,14,,,", "conv1,,15,14,,,")) ==
          ":11: end_cycle 14 lies before begin_cycle 15");
    CHECK(problem_with(damaged(text, "conv1,,0,14,,,", "conv1,,0,14,,")) == ":11: 9 fields; each row has 10");
    CHECK(problem_with(damaged(text, "conv1,,0,14,,,", "conv1,,0,14,,,,")) ==
          ":11: more than 10 fields; each row has 10");
    CHECK(problem_with(damaged(text, "conv1,,0,14,,,", "\"conv1,,0,14,,,")) ==
          ":11: a quote is opened and never closed");
    CHECK(problem_with(damaged(text, "block,decoder,stall_in,conv1,,0,14,,,\n", "")) ==
          ":13: decoder begins at cycle 14 after a stretch that ended at 0; rows were lost or added");
    CHECK(problem_with(damaged(text, "0,8,13,0x0", "9,8,13,0x0")) == ":10: a burst begins before it issues");
    CHECK(problem_with(damaged(text, "0,8,13,0x0", "0,8,13,0xg")) == ":10: address is '0xg'; a whole number is needed");
    CHECK(problem_with(damaged(text, "0x0,64,64", "0x0,,64")) == ":10: bytes is ''; a whole number is needed");
    CHECK(problem_with(damaged(text, "0x0,64,64", "0x0,64,99999999999")) ==
          ":10: payload_bytes is '99999999999'; a whole number is needed");
    CHECK(problem_with(damaged(text, "0,8,13,0x0", "?,8,13,0x0")) ==
          ":10: issue_cycle is '?'; a whole number is needed");
    CHECK(problem_with(damaged(text, "read,conv1,0,8", "peek,conv1,0,8")) ==
          ":10: the access is 'peek'; it must be read or write");
    CHECK(problem_with(damaged(text, "conv1,0,8,13,", "conv1,0,20,21,")) ==
          ":17: a burst of cycles 13 to 18 follows one of 20 to 21; rows were moved");
    CHECK(problem_with(damaged(text, "# end_cycle: 60", "# end_cycle: 8")) ==
          ":9: a row ends at cycle 13 after the run's end at 8");
    const auto end_line = text.rfind("# end_cycle");
    CHECK(
        problem_with(text.substr(0, end_line) + "# end_cycle: 60, rows: 3\n").find("the trace says 3 rows and has ") !=
        std::string::npos);
    CHECK(problem_with(text.substr(0, end_line) + "# end_cycle: sixty\n") ==
          ": the last line is '# end_cycle: sixty'; it must be '# end_cycle: N, rows: N'");
}

TEST_CASE("lines that end as on Windows are read alike") {
    std::string text = file_text(sample_path);
    for (std::size_t at = 0; (at = text.find('\n', at)) != std::string::npos; at += 2) text.replace(at, 1, "\r\n");
    const ScratchFolder folder;
    save_text(folder.path("t"), text);
    const auto index = EventIndex::open(folder.path("t"));
    CHECK(index->window(0, 60)->rows == EventIndex::open(sample_path)->window(0, 60)->rows);
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

#include "traces/trace_summary.hpp"
#include "models/core/error.hpp"
#include "tests/traces/recording.hpp"

#include <catch2/catch.hpp>
#include <fstream>

using namespace fracbit;
using namespace fracbit::tests;
using namespace fracbit::traces;
using Catch::Matchers::Contains;

namespace {

const std::string samples = FRACBIT_SOURCE_DIR "/traces/samples/sample";

std::string replaced(std::string text, const std::string& from, const std::string& to) {
    const auto at = text.find(from);
    REQUIRE(at != std::string::npos);
    return text.replace(at, from.size(), to);
}

} // namespace

TEST_CASE("the summary of an event CSV has the cycles of each block and the bytes of each stream") {
    const TraceSummary summary = read_trace_summary(samples + ".events.csv");
    CHECK(summary.format == TraceFormat::events);
    CHECK(summary.network == "sample");
    CHECK(summary.architecture == "small");
    CHECK(summary.clock_mhz == 800);
    CHECK(summary.end == Cycles(60));
    REQUIRE(summary.blocks.size() == models::block_count);
    CHECK(summary.blocks[0].name == "memory");
    CHECK(summary.blocks[0].stretches == 8);
    CHECK(summary.blocks[0].cycles == models::BlockCycles{Cycles(25), Cycles(24), Cycles(0), Cycles(11)});
    REQUIRE(summary.streams.size() == 3);
    CHECK(summary.streams[0].name == "weights");
    CHECK(summary.streams[0].reads == 3);
    CHECK(summary.streams[0].bytes == 192);
    CHECK(summary.streams[0].payload_bytes == 140);
    CHECK(summary.streams[2].name == "outputs");
    CHECK(summary.streams[2].writes == 1);
    CHECK(summary.streams[2].reads == 0);
}

TEST_CASE("the summary of a random event CSV counts what was played") {
    const unsigned seed = 4711;
    INFO("seed " << seed);
    std::mt19937 random(seed);
    const Recording run = random_recording(random, 500);
    const ScratchFolder folder;
    for (const TraceFormat format : {TraceFormat::events, TraceFormat::cycles}) {
        const std::string path = folder.path(info(format).name);
        play(run, *make_sink(format, path));
        const TraceSummary summary = read_trace_summary(path);
        CHECK(summary.network == "net, \"x\"");
        for (const BlockSummary& block : summary.blocks) {
            models::BlockCycles expected;
            Cycles last;
            for (const BlockStretch& stretch : run.stretches) {
                if (block.name != models::to_string(stretch.block)) continue;
                const Cycles length = stretch.end - stretch.begin;
                last = stretch.end;
                if (stretch.state == BlockState::busy) expected.busy += length;
                if (stretch.state == BlockState::stall_in) expected.stall_in += length;
                if (stretch.state == BlockState::stall_out) expected.stall_out += length;
                if (stretch.state == BlockState::idle) expected.idle += length;
            }
            if (format == TraceFormat::cycles)
                expected.idle += run.end - last; // the cycles say what the stretches leave open
            CHECK(block.cycles == expected);
        }
    }
    std::int64_t bytes = 0, bursts = 0;
    for (const StreamSummary& stream : read_trace_summary(folder.path("events")).streams) {
        bytes += stream.bytes.value();
        bursts += stream.reads + stream.writes;
    }
    CHECK(bursts == static_cast<std::int64_t>(run.bursts.size()));
    CHECK(bytes == 64 * bursts);
}

TEST_CASE("every other kind of trace is recognised by its content") {
    const TraceSummary cycles = read_trace_summary(samples + ".cycles.csv");
    CHECK(cycles.format == TraceFormat::cycles);
    CHECK(cycles.events == 60);
    CHECK(cycles.end == Cycles(60));
    CHECK(cycles.signals == std::vector<std::string>{"level_seeds", "level_bits"});
    CHECK(cycles.blocks[0].cycles == models::BlockCycles{Cycles(25), Cycles(24), Cycles(0), Cycles(11)});
    CHECK(cycles.blocks[13].stretches == 1);

    const TraceSummary vcd = read_trace_summary(samples + ".vcd");
    CHECK(vcd.format == TraceFormat::vcd);
    CHECK(vcd.network == "sample");
    CHECK(vcd.clock_mhz == 800);
    CHECK(vcd.timescale == "1 ps");
    CHECK(vcd.signals.size() == 37);
    CHECK(vcd.signals[1] == "memory.state");
    CHECK(vcd.first_time == 0);
    CHECK(vcd.last_time == 60 * 1250);
    CHECK(vcd.events > 37);

    const TraceSummary perfetto = read_trace_summary(samples + ".perfetto.json");
    CHECK(perfetto.format == TraceFormat::perfetto);
    CHECK(perfetto.architecture == "small");
    CHECK(perfetto.clock_mhz == 800);
    CHECK(perfetto.end == Cycles(60));
    // levels 12, bursts 2 x 5, the end, and the stretches that are not idle
    int not_idle = 0;
    for (const BlockStretch& stretch : sample_recording().stretches) not_idle += stretch.state != BlockState::idle;
    CHECK(perfetto.events == 12 + 10 + 1 + not_idle);

    const TraceSummary dram = read_trace_summary(samples + ".dram.csv");
    CHECK(dram.format == TraceFormat::dram);
    CHECK(dram.events == 5);
    CHECK(dram.streams[0].payload_bytes == 140);

    for (const char* extension : {".ramulator2.trace", ".dramsim3.trace", ".stl"}) {
        const TraceSummary requests = read_trace_summary(samples + extension);
        CHECK(std::string(info(requests.format).extension) == extension);
        CHECK(requests.events == 5);
        REQUIRE(requests.streams.size() == 1);
        CHECK(requests.streams[0].reads == 4);
        CHECK(requests.streams[0].writes == 1);
    }
}

TEST_CASE("a Chrome trace of another program is counted, lists within its events and all") {
    const ScratchFolder folder;
    std::ofstream(folder.path("t")) << R"({"traceEvents":[{"ph":"M","name":"n","args":{"list":[1,[2]]}},)"
                                       R"({"ph":"X","ts":1,"args":{"list":[3]}},{"ph":"X","ts":2}]})";
    const TraceSummary summary = read_trace_summary(folder.path("t"));
    CHECK(summary.format == TraceFormat::perfetto);
    CHECK(summary.events == 2);
    CHECK(summary.clock_mhz == 0);
    CHECK_FALSE(summary.end);
}

TEST_CASE("a summary prints as a few lines") {
    const ScratchFolder folder;
    const std::string text = to_text(read_trace_summary(samples + ".events.csv"), 80);
    CHECK_THAT(text, Contains("format        events (CSV, one row per stretch of a block and per burst)\n") &&
                         Contains("network       sample\n") && Contains("clock         800 MHz\n") &&
                         Contains("end           cycle 60\n"));
    CHECK_THAT(text, Contains("block, cycles      stretches  busy  stall_in  stall_out  idle\n") &&
                         Contains("memory                     8    25        24          0    11\n"));
    CHECK_THAT(text, Contains("stream       reads  writes  bus bytes  payload bytes\n") &&
                         Contains("weights          3       0        192            140\n"));
    std::ofstream(folder.path("t")) << "LD 0x40\n";
    CHECK_THAT(to_text(read_trace_summary(folder.path("t")), 80), !Contains("clock") && !Contains("network"));
    CHECK_THAT(to_text(read_trace_summary(samples + ".stl"), 80), Contains("last issue    cycle 42 of the memory\n"));
    CHECK_THAT(to_text(read_trace_summary(samples + ".vcd"), 80),
               Contains("0 to 75000, in units of 1 ps") && Contains("signals       37"));
}

TEST_CASE("a damaged trace is a format error at the line of the damage") {
    struct Case {
        const char* sample;
        const char* from;
        const char* to;
        const char* message;
    };
    const Case cases[] = {
        {".events.csv", "format_version 1", "format_version 2",
         ":1: format_version is '2'; this program reads version 1"},
        {".events.csv", "# clock_mhz: 800", "# clock_mhz: fast", ":4: clock_mhz is 'fast'; a number is needed"},
        {".events.csv", "# clock_mhz: 800", "# clock_mhz: 800x", ":4: clock_mhz is '800x'; a number is needed"},
        {".events.csv", "block,memory,stall_in,conv1,,0,8,,,", "block,memory,stall_in,conv1,,0,8,,,,",
         ":8: 11 fields; each row has 10"},
        {".events.csv", "# end_cycle: 60", "# end_cycle: 60, rows: 71\n# end_cycle: 60",
         ": text after the last line of the trace"},
        {".events.csv", "kind,name", "kind;name", ":7: the columns are 'kind;name,state"},
        {".events.csv", "block,memory,stall_in,conv1,,0,8,,,", "block,memory,stall_in,conv1,,0,8",
         ":8: 7 fields; each row has 10"},
        {".events.csv", "block,memory,stall_in,conv1,,0,8", "blok,memory,stall_in,conv1,,0,8",
         ":8: kind is 'blok'; it must be block or burst"},
        {".events.csv", "block,memory,stall_in,conv1,,0,8", "block,memory,stalled,conv1,,0,8",
         ":8: the state of memory is 'stalled'; it must be busy"},
        {".events.csv", "block,memory,stall_in,conv1,,0,8", "block,memry,stall_in,conv1,,0,8",
         ":8: 'memry' is no block of the machine"},
        {".events.csv", "block,memory,stall_in,conv1,,0,8", "block,memory,stall_in,conv1,,0,8x",
         ":8: end_cycle is '8x'; a whole number is needed"},
        {".events.csv", "block,memory,stall_in,conv1,,0,8", "block,memory,stall_in,conv1,,9,8",
         ":8: end_cycle 8 lies before begin_cycle 9"},
        {".events.csv", "block,memory,stall_in,conv1,,0,8", "block,memory,stall_in,conv1,,1,8",
         ":8: memory begins at cycle 1 after a stretch that ended at 0"},
        {".events.csv", "burst,weights,read", "burst,weight,read", ": 'weight' is no stream of the memory channel"},
        {".events.csv", "burst,weights,read", "burst,weights,get", ": the access is 'get'; it must be read or write"},
        {".events.csv", "0x40,64", "0xyz,64", ": address is '0xyz'; a whole number is needed"},
        {".events.csv", "conv1", "\"conv1", ":8: a quote is opened and never closed"},
        {".events.csv", "rows: ", "rows: 1", "; rows were lost or added"},
        {".events.csv", "# end_cycle: 60, rows", "# end_cycle: 60; rows",
         ": the last line must be '# end_cycle: N, rows: N'"},
        {".cycles.csv", "cycle,layer,memory", "cycle,memory,layer", ":8: the columns must be cycle, layer, the blocks"},
        {".cycles.csv", "\n7,conv1", "\n8,conv1", ": cycle 8 follows cycle 6; every cycle has a row"},
        {".dram.csv", "0x40,R,", "0x40,X,", ": the access is 'X'; it must be R or W"},
        {".dram.csv", "cycle,time_ns", "cycle,time_us", ":7: the columns are 'cycle,time_us"},
        {".vcd", "$var integer 32 ! layer $end", "$var integer $end",
         ": a '$var' needs a type, a width, a code and a name"},
        {".vcd", "$scope module decoder $end", "$skope module decoder $end", ": '$skope' among the declarations"},
        {".vcd", "#10000", "#0", ": time 0 follows time 0; it must go forward"},
        {".vcd", "#10000\n", "#10000\nb1 ~~\n", ": '~~' changes, but no signal has this code"},
        {".vcd", "#10000\n", "#10000\nhello\n", ": 'hello' is no value change"},
        {".vcd", "#0\n", "", ": a value changes before the first time"},
        {".ramulator2.trace", "LD 0x40", "LD 0x40 7", ":2: 'LD 0x40 7' is no request; each line is 'LD|ST ADDRESS'"},
        {".ramulator2.trace", "LD 0x40", "LX 0x40", ":2: the access is 'LX'; it must be LD or ST"},
        {".ramulator2.trace", "LD 0x40", "LD 0xyz", ":2: the address is '0xyz'; a whole number is needed"},
        {".dramsim3.trace", "0x40 READ", "0xyz READ", ":2: the address is '0xyz'; a whole number is needed"},
        {".stl", "1: (64) read 0x40", "1: (64) read 0xyz", ": the address is '0xyz'; a whole number is needed"},
        {".dramsim3.trace", "0x40 READ 1", "0x40 READ one", ":2: the cycle is 'one'; a whole number is needed"},
        {".stl", "1: (64) read", "1: 64 read", "' is no request; each line is 'CYCLE: (BYTES) read|write ADDRESS'"},
        {".perfetto.json", "\"ts\":0,", "\"ts\":,", "damaged or cut-off JSON"},
        {".perfetto.json", "traceEvents", "tracEvents", ": JSON without 'traceEvents' is no Chrome trace"},
    };
    const ScratchFolder folder;
    const std::string path = folder.path("t");
    for (const Case& c : cases) {
        INFO(c.sample << ": " << c.from << " -> " << c.to);
        std::ofstream(path) << replaced(file_text(samples + c.sample), c.from, c.to);
        CHECK_THROWS_AS(read_trace_summary(path), FormatError);
        CHECK_THROWS_WITH(read_trace_summary(path), Contains(path) && Contains(c.message));
    }
}

TEST_CASE("a trace that was cut off anywhere is a format error in the formats that mark their end") {
    const ScratchFolder folder;
    const std::string path = folder.path("t");
    for (const char* extension : {".events.csv", ".cycles.csv", ".dram.csv", ".perfetto.json"}) {
        const std::string whole = file_text(samples + extension);
        // All lengths but the whole and the whole without its final line break.
        for (std::size_t length = 0; length + 1 < whole.size(); length += length < 100 ? 9 : 83) {
            INFO(extension << " cut off after " << length << " of " << whole.size() << " bytes");
            std::ofstream(path, std::ios::trunc) << whole.substr(0, length);
            CHECK_THROWS_AS(read_trace_summary(path), FormatError);
        }
    }
}

TEST_CASE("a VCD that was cut off before its first time is a format error") {
    const ScratchFolder folder;
    const std::string path = folder.path("t"), whole = file_text(samples + ".vcd");
    const auto saved = [&](std::size_t length) {
        std::ofstream(path, std::ios::trunc) << whole.substr(0, length);
        return path;
    };
    CHECK_THROWS_WITH(read_trace_summary(saved(whole.find("#0\n"))),
                      Contains("the file ends before its first time: it was cut off; write it again"));
    CHECK_THROWS_WITH(read_trace_summary(saved(whole.find("$enddefinitions"))),
                      Contains("the file ends within its declarations: it was cut off; write it again"));
}

TEST_CASE("a file that is no trace is a format error, and a missing one a missing file") {
    const ScratchFolder folder;
    const std::string path = folder.path("t");
    std::ofstream(path) << "name,rows\n1,2\n";
    CHECK_THROWS_AS(read_trace_summary(path), FormatError);
    CHECK_THROWS_WITH(read_trace_summary(path),
                      Contains(path + ":1: this is no trace that is known here; known are event"));
    std::ofstream(path, std::ios::trunc) << "12 apples\n";
    CHECK_THROWS_WITH(read_trace_summary(path), Contains(path + ":1: this is no trace that is known here"));
    std::ofstream(path, std::ios::trunc) << "";
    CHECK_THROWS_WITH(read_trace_summary(path), path + ":1: the file is empty; a trace starts with a header");
    std::ofstream(path, std::ios::trunc) << std::string(3 << 20, 'x');
    CHECK_THROWS_WITH(read_trace_summary(path), Contains(":1: a line of more than 1048576 bytes; this is no trace"));
    CHECK_THROWS_AS(read_trace_summary(folder.path("none")), MissingFileError);
    CHECK_THROWS_WITH(read_trace_summary(folder.path("none")), Contains("/none': No such file or directory"));
    CHECK_THROWS_AS(read_trace_summary(folder.path("")), MissingFileError);
    CHECK_THROWS_WITH(read_trace_summary(folder.path("")), Contains("it is a directory"));
}

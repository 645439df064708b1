#include "models/core/error.hpp"
#include "tests/traces/recording.hpp"
#include "traces/dram_csv_sink.hpp"
#include "traces/dramsim3_sink.hpp"
#include "traces/dramsys_sink.hpp"
#include "traces/ramulator2_sink.hpp"

#include <catch2/catch.hpp>
#include <filesystem>
#include <limits>
#include <sstream>
#include <sys/stat.h>
#include <thread>

using namespace fracbit;
using namespace fracbit::tests;
using namespace fracbit::traces;

namespace {

Recording bursts_at_800_mhz() {
    Recording run;
    run.header = {"n", "a", 800, 64, {"conv,1"}, {}};
    run.end = Cycles(2000);
    run.bursts = {{Cycles(0), Cycles(8), Cycles(13), 0x0, 64, 64, false, models::StreamId::weights, 0},
                  {Cycles(7), Cycles(20), Cycles(25), 0x12345678c0, 64, 33, true, models::StreamId::outputs, 0},
                  {Cycles(1001), Cycles(1010), Cycles(1015), 0x40, 64, 1, false, models::StreamId::kv_cache, -1}};
    return run;
}

template <class Sink, class... Options>
std::vector<std::string> lines_of(Options... options) {
    const ScratchFolder folder;
    Sink sink(folder.path("t"), options...);
    play(bursts_at_800_mhz(), sink);
    return file_lines(folder.path("t"));
}

} // namespace

TEST_CASE("the DRAM CSV has a row per burst with exact nanoseconds") {
    const auto lines = lines_of<DramCsvSink>();
    REQUIRE(lines.size() == 11);
    CHECK(lines[0] == "# fracbit DRAM trace, format_version 1");
    CHECK(lines[6] == "cycle,time_ns,address,rw,bytes,payload_bytes,stream,layer");
    CHECK(lines[7] == "0,0,0x0,R,64,64,weights,\"conv,1\"");
    CHECK(lines[8] == "7,8.75,0x12345678c0,W,64,33,outputs,\"conv,1\"");
    CHECK(lines[9] == "1001,1251.25,0x40,R,64,1,kv_cache,");
    CHECK(lines[10] == "# end_cycle: 2000, rows: 3");
}

TEST_CASE("the Ramulator 2 trace has two words a line and nothing else") {
    CHECK(lines_of<Ramulator2Sink>() == std::vector<std::string>{"LD 0x0", "ST 0x12345678c0", "LD 0x40"});
}

TEST_CASE("the DRAMsim3 trace has address, access and cycle, on the memory's clock if asked") {
    CHECK(lines_of<Dramsim3Sink>() == std::vector<std::string>{"0x0 READ 0", "0x12345678c0 WRITE 7", "0x40 READ 1001"});
    // 1200 MHz memory: 1.5 memory cycles per cycle, rounded down
    CHECK(lines_of<Dramsim3Sink>(1200.0) ==
          std::vector<std::string>{"0x0 READ 0", "0x12345678c0 WRITE 10", "0x40 READ 1501"});
}

TEST_CASE("the DRAMSys trace has comments, then cycle, size, access and address") {
    const auto lines = lines_of<DramsysSink>(1600.0);
    REQUIRE(lines.size() == 9);
    for (std::size_t i = 0; i < 6; ++i) CHECK(lines[i][0] == '#');
    CHECK(lines[5] ==
          "# columns: cycle of issue on a player clock (clkMhz) of 1600 MHz; (bytes); read or write; address "
          "in bytes, hexadecimal");
    CHECK(lines[6] == "0: (64) read 0x0");
    CHECK(lines[7] == "14: (64) write 0x12345678c0");
    CHECK(lines[8] == "2002: (64) read 0x40");
}

TEST_CASE("formats without comments keep their header in a second file that appears with the trace") {
    const ScratchFolder folder;
    {
        Ramulator2Sink ramulator(folder.path("r"));
        Dramsim3Sink dramsim(folder.path("d"), 1200);
        play(bursts_at_800_mhz(), ramulator);
        play(bursts_at_800_mhz(), dramsim);
        Ramulator2Sink unfinished(folder.path("u"));
        unfinished.start(bursts_at_800_mhz().header);
    }
    CHECK(folder.files() == std::vector<std::string>{"d", "d.header.txt", "r", "r.header.txt"});
    const auto header = file_lines(folder.path("d.header.txt"));
    CHECK(header[0] == "# fracbit DRAMsim3 trace, format_version 1");
    CHECK(header[5] ==
          "# columns: address in bytes, hexadecimal; READ or WRITE; cycle of issue on a memory clock of 1200 MHz");
}

TEST_CASE("a clock that is no clock is a configuration error") {
    const auto start = [](double clock_mhz, double memory_mhz) {
        const ScratchFolder folder;
        Dramsim3Sink sink(folder.path("t"), memory_mhz);
        sink.start({"n", "a", clock_mhz, 64, {}, {}});
    };
    CHECK_THROWS_AS(start(0, 0), ConfigError);
    CHECK_THROWS_WITH(start(-1, 0), "the clock is -1 MHz; a trace needs a positive clock, e.g. 800");
    CHECK_THROWS_AS(start(800, -5), ConfigError);
    CHECK_THROWS_AS(start(800, std::numeric_limits<double>::infinity()), ConfigError);
    CHECK_THROWS_AS(start(std::numeric_limits<double>::infinity(), 0), ConfigError);
    CHECK_THROWS_WITH(start(800, -5),
                      "the memory clock of the trace is -5 MHz; give a positive one, or 0 for the accelerator's own");
}

TEST_CASE("times are exact decimals where the period is a whole number of femtoseconds") {
    const ClockTime exact(800);
    CHECK(exact.nanoseconds(Cycles(0)) == "0");
    CHECK(exact.nanoseconds(Cycles(8)) == "10");
    CHECK(exact.nanoseconds(Cycles(800'000'000'001)) == "1000000000001.25");
    CHECK(exact.microseconds(Cycles(3)) == "0.00375");
    // More femtoseconds than 64 bits hold: five hours at 1 MHz.
    CHECK(ClockTime(1).nanoseconds(Cycles(18'000'000'001)) == "18000000001000");
    CHECK(ClockTime(1).microseconds(Cycles(18'000'000'001)) == "18000000001");
    const ClockTime rounded(600);
    CHECK_FALSE(rounded.exact_period_fs());
    CHECK(rounded.nanoseconds(Cycles(1)) == "1.666667");
    CHECK(rounded.nanoseconds(Cycles(3)) == "5");
    CHECK(ClockTime(1.5).nanoseconds(Cycles(30'000'000'000)) == "20000000000000");
}

TEST_CASE("a trace into a pipe has no header file beside it, and the pipe stays") {
    const ScratchFolder folder;
    const std::string pipe = folder.path("pipe");
    REQUIRE(::mkfifo(pipe.c_str(), 0600) == 0);
    std::vector<std::string> lines;
    std::thread reader([&] { lines = file_lines(pipe); });
    {
        Dramsim3Sink sink(pipe);
        play(bursts_at_800_mhz(), sink);
    }
    reader.join();
    CHECK(lines.size() == 3);
    CHECK(std::filesystem::is_fifo(pipe));
    CHECK_FALSE(std::filesystem::exists(header_path(pipe)));
}

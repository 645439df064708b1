#include "traces/sink_factory.hpp"
#include "models/core/error.hpp"
#include "tests/traces/recording.hpp"

#include <catch2/catch.hpp>

using namespace fracbit;
using namespace fracbit::tests;
using namespace fracbit::traces;

TEST_CASE("every trace format has a name, and the name finds it") {
    CHECK(trace_formats().size() == 8);
    for (const TraceFormatInfo& format : trace_formats()) {
        CHECK(trace_format(format.name) == format.format);
        CHECK(std::string(info(format.format).name) == format.name);
        CHECK(format.extension[0] == '.');
    }
}

TEST_CASE("an unknown trace format lists the known ones with their extensions") {
    const char* message =
        "unknown trace format 'fst'; the formats are events (*.events.csv), cycles (*.cycles.csv), vcd "
        "(*.vcd), perfetto (*.perfetto.json), dram (*.dram.csv), ramulator2 (*.ramulator2.trace), "
        "dramsim3 (*.dramsim3.trace), dramsys (*.stl)";
    CHECK_THROWS_AS(trace_format("fst"), ConfigError);
    CHECK_THROWS_WITH(trace_format("fst"), message);
    const ScratchFolder folder;
    CHECK_THROWS_WITH(make_sink("fst", folder.path("t")), message);
    CHECK(folder.files().empty());
}

TEST_CASE("options reach the sinks they are for") {
    const ScratchFolder folder;
    TraceOptions options;
    options.signals = {"array.busy"};
    options.perfetto_time = PerfettoTime::cycles;
    options.memory_clock_mhz = 1600;
    for (const char* name : {"vcd", "perfetto", "dramsim3", "dramsys"})
        play(sample_recording(), *make_sink(name, folder.path(name), options));
    using Catch::Matchers::Contains;
    CHECK_THAT(file_text(folder.path("vcd")), Contains("busy") && !Contains(" state [1:0]"));
    CHECK_THAT(file_text(folder.path("perfetto")), Contains("1 us on screen = 1 cycle"));
    CHECK_THAT(file_text(folder.path("dramsim3")), Contains("0x80 READ 84"));
    CHECK_THAT(file_text(folder.path("dramsys")), Contains("84: (64) read 0x80"));
}

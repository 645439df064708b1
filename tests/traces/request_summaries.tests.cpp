// What inspect's summary knows of the request traces of DRAM simulators.
#include "tests/traces/recording.hpp"
#include "traces/trace_summary.hpp"

#include <catch2/catch.hpp>
#include <fstream>
#include <string>

using namespace fracbit;
using namespace fracbit::tests;
using namespace fracbit::traces;
using Catch::Matchers::Contains;

namespace {

const std::string sample_traces = FRACBIT_SOURCE_DIR "/traces/samples/sample";

} // namespace

TEST_CASE("request traces say when the last request issued, not when the run ended") {
    for (const char* extension : {".dramsim3.trace", ".stl"}) {
        CAPTURE(extension);
        const TraceSummary requests = read_trace_summary(sample_traces + extension);
        CHECK(requests.last_issue == Cycles(42));
        CHECK_FALSE(requests.end);
    }
    CHECK_FALSE(read_trace_summary(sample_traces + ".ramulator2.trace").last_issue);
    CHECK_FALSE(read_trace_summary(sample_traces + ".events.csv").last_issue);
}

TEST_CASE("what a request trace has no place for stands in the header beside it, or is unknown") {
    for (const char* extension : {".ramulator2.trace", ".dramsim3.trace", ".stl"}) {
        CAPTURE(extension);
        const TraceSummary requests = read_trace_summary(sample_traces + extension);
        CHECK(requests.network == "sample");
        CHECK(requests.architecture == "small");
        CHECK(requests.clock_mhz == 800);
        CHECK(requests.streams[0].bytes == 320);
        CHECK_FALSE(requests.streams[0].payload_bytes);
    }
    const ScratchFolder folder;
    for (const char* request : {"LD 0x40\n", "0x40 READ 1\n"}) {
        std::ofstream(folder.path("t")) << request;
        std::ofstream(folder.path("t.header.txt")) << "burst_bytes: a text of somebody else\n# burst_bytes: 64\n";
        const TraceSummary bare = read_trace_summary(folder.path("t"));
        CHECK(bare.network.empty());
        CHECK(bare.clock_mhz == 0);
        CHECK_FALSE(bare.streams[0].bytes);
        CHECK_THAT(to_text(bare, 80), Contains("all         1       0          -              -\n"));
    }
}

TEST_CASE("a Ramulator 2 trace may begin with a store") {
    const ScratchFolder folder;
    std::ofstream(folder.path("t")) << "ST 0x40\nLD 0x80\n";
    const TraceSummary summary = read_trace_summary(folder.path("t"));
    CHECK(summary.format == TraceFormat::ramulator2);
    CHECK(summary.streams[0].writes == 1);
}

#include "tests/traces/recording.hpp"
#include "traces/sink_factory.hpp"

#include <catch2/catch.hpp>
#include <filesystem>

using namespace fracbit;
using namespace fracbit::tests;

TEST_CASE("the committed samples are what the sinks write") {
    const ScratchFolder fresh;
    write_samples(fresh.path("."));
    const std::filesystem::path committed = FRACBIT_SOURCE_DIR "/traces/samples";
    const auto names = fresh.files();
    REQUIRE(names.size() == traces::trace_formats().size() + 2); // two formats keep their header in a second file
    for (const std::string& name : names) {
        INFO(name << ": if the format changed on purpose, run make_trace_samples traces/samples");
        CHECK(file_text((committed / name).string()) == file_text(fresh.path(name)));
    }
    std::size_t count = 0;
    for ([[maybe_unused]] const auto& entry : std::filesystem::directory_iterator(committed)) ++count;
    CHECK(count == names.size());
}

TEST_CASE("the same events give the same bytes whatever the interleaving in formats that are in time order") {
    const unsigned seed = 20240607;
    INFO("seed " << seed);
    std::mt19937 random(seed);
    for (const traces::TraceFormat format : {traces::TraceFormat::cycles, traces::TraceFormat::vcd,
                                             traces::TraceFormat::dram, traces::TraceFormat::dramsim3}) {
        const ScratchFolder folder;
        const Recording run = random_recording(random, 300);
        play(run, *traces::make_sink(format, folder.path("a")));
        play_shuffled(run, *traces::make_sink(format, folder.path("b")), random);
        CHECK(file_text(folder.path("a")) == file_text(folder.path("b")));
    }
}

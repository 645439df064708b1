// What the sinks leave on disk when things go wrong, and how much memory they need.
#include "models/core/error.hpp"
#include "tests/traces/recording.hpp"
#include "traces/csv_cycle_sink.hpp"
#include "traces/ramulator2_sink.hpp"
#include "traces/sink_factory.hpp"

#include <algorithm>
#include <catch2/catch.hpp>
#include <csignal>
#include <filesystem>
#include <fstream>
#include <sys/resource.h>
#include <unistd.h>

using namespace fracbit;
using namespace fracbit::tests;
using namespace fracbit::traces;
using Catch::Matchers::Contains;
using models::BlockId;

namespace {

/// Files of this process cannot grow beyond `bytes` while this lives: what a full disk looks like.
class FullDisk {
public:
    explicit FullDisk(rlim_t bytes) : handler_(std::signal(SIGXFSZ, SIG_IGN)) {
        ::getrlimit(RLIMIT_FSIZE, &before_);
        rlimit limit = before_;
        limit.rlim_cur = bytes;
        ::setrlimit(RLIMIT_FSIZE, &limit);
    }
    ~FullDisk() {
        ::setrlimit(RLIMIT_FSIZE, &before_);
        std::signal(SIGXFSZ, handler_);
    }
    FullDisk(const FullDisk&) = delete;
    FullDisk& operator=(const FullDisk&) = delete;

private:
    rlimit before_{};
    void (*handler_)(int);
};

/// Every block changes its state each cycle, but the vector unit is idle all the time and says so only at the end.
template <class Probe>
void play_busy_run(TraceSink& sink, std::int64_t cycles, Probe&& probe) {
    sink.start({"net", "arch", 800, 64, {"conv1"}, {"seeds"}});
    for (std::int64_t c = 0; c < cycles; ++c) {
        for (int b = 0; b < models::block_count; ++b) {
            if (static_cast<BlockId>(b) == BlockId::vector_unit) continue;
            sink.block({static_cast<BlockId>(b), static_cast<BlockState>((c + b) % 4), Cycles(c), Cycles(c + 1), 0});
        }
        if (c % 5 == 4)
            sink.burst({Cycles(c - 4), Cycles(c - 4), Cycles(c + 1), static_cast<std::uint64_t>(c) * 64, 64, 64, false,
                        models::StreamId::weights, 0});
        sink.level({0, Cycles(c), c % 9});
        probe(c);
    }
    sink.block({BlockId::vector_unit, BlockState::idle, Cycles(0), Cycles(cycles), 0});
    sink.finish(Cycles(cycles));
}

#ifdef FRACBIT_SANITIZED
constexpr bool sanitized = true; ///< the address sanitizer keeps freed memory
#else
constexpr bool sanitized = false;
#endif

constexpr auto no_probe = [](std::int64_t) {};

std::int64_t resident_bytes() {
    std::ifstream statm("/proc/self/statm");
    std::int64_t size = 0, resident = 0;
    statm >> size >> resident;
    return resident * ::sysconf(_SC_PAGESIZE);
}

} // namespace

TEST_CASE("a full disk while tracing is an IoError and leaves nothing behind in every format") {
    for (const TraceFormatInfo& format : trace_formats()) {
        INFO(format.name);
        const ScratchFolder folder;
        const std::string path = folder.path("t");
        std::string message;
        {
            const auto sink = make_sink(format.format, path);
            const FullDisk full(100'000);
            try {
                play_busy_run(*sink, 60'000, no_probe);
            } catch (const IoError& error) {
                message = error.what();
            }
        }
        CHECK_THAT(message,
                   Contains("'" + path + "'") && Contains("File too large") && Contains("nothing was left behind"));
        CHECK(folder.files().empty());
    }
}

TEST_CASE("a disk that fills up while a per-cycle CSV is written at the end is an IoError") {
    const ScratchFolder folder;
    {
        CsvCycleSink sink(folder.path("t"));
        const FullDisk full(100'000);
        sink.start({"net", "arch", 800, 64, {"conv1"}, {}});
        sink.block({BlockId::memory, BlockState::busy, Cycles(0), Cycles(50'000), 0});
        CHECK_THROWS_AS(sink.finish(Cycles(50'000)), IoError);
        CHECK_THROWS_AS(sink.finish(Cycles(50'000)), Error); // and once more, not a crash
    }
    CHECK(folder.files().empty());
}

TEST_CASE("a trace into a folder that does not exist is an IoError at once") {
    for (const TraceFormatInfo& format : trace_formats()) {
        CHECK_THROWS_AS(make_sink(format.format, "/nowhere/t"), IoError);
        CHECK_THROWS_WITH(make_sink(format.format, "/nowhere/t"), Contains("cannot open '/nowhere/t': No such file"));
    }
}

TEST_CASE("a run that does not finish leaves no file in any format") {
    for (const TraceFormatInfo& format : trace_formats()) {
        INFO(format.name);
        const ScratchFolder folder;
        {
            const auto sink = make_sink(format.format, folder.path("t"));
            CHECK_THROWS_AS(play_busy_run(*sink, 5'000,
                                          [](std::int64_t cycle) {
                                              if (cycle == 4'000) throw SimulationError("the machine stopped");
                                          }),
                            SimulationError);
        }
        CHECK(folder.files().empty());
    }
}

TEST_CASE("an older trace of the same name stays until the new one is whole") {
    const ScratchFolder folder;
    const std::string path = folder.path("t");
    std::ofstream(path) << "older";
    {
        const auto sink = make_sink("events", path);
        sink->start(sample_recording().header);
    }
    CHECK(file_text(path) == "older");
    play(sample_recording(), *make_sink("events", path));
    CHECK_THAT(file_text(path), Contains("# fracbit event trace"));
}

TEST_CASE("a trace whose header file cannot be written does not appear without it") {
    const ScratchFolder folder;
    std::filesystem::create_directory(folder.path("t.header.txt"));
    {
        Ramulator2Sink sink(folder.path("t"));
        CHECK_THROWS_AS(play(sample_recording(), sink), IoError);
    }
    CHECK(folder.files() == std::vector<std::string>{"t.header.txt"});
}

TEST_CASE("events before the start and a second start are refused") {
    const ScratchFolder folder;
    const auto sink = make_sink("events", folder.path("t"));
    CHECK_THROWS_AS(sink->level({0, Cycles(0), 0}), SimulationError);
    CHECK_THROWS_WITH(sink->finish(Cycles(0)), "a trace sink got an event before its start");
    sink->start({"n", "a", 800, 64, {}, {}});
    CHECK_THROWS_WITH(sink->start({"n", "a", 800, 64, {}, {}}),
                      "a trace sink was started twice; make a new one for each run");
}

TEST_CASE("two million events need no more memory than a few") {
    // One stretch that ends last holds back the order of all others: nothing may pile up behind it.
    struct Case {
        TraceFormat format;
        std::int64_t cycles; ///< 11 events each
    };
    const auto [format, cycles] = GENERATE(Case{TraceFormat::cycles, 200'000}, Case{TraceFormat::vcd, 60'000},
                                           Case{TraceFormat::events, 60'000}, Case{TraceFormat::perfetto, 20'000});
    INFO(info(format).name << ", " << cycles << " cycles");
    const ScratchFolder folder;
    const auto sink = make_sink(format, folder.path("t"));
    auto& file_sink = dynamic_cast<FileSink&>(*sink);
    const std::int64_t resident_before = resident_bytes();
    std::size_t most_buffered = 0;
    std::int64_t most_resident = 0;
    play_busy_run(*sink, cycles, [&](std::int64_t cycle) {
        if (cycle % 1000 != 0) return;
        most_buffered = std::max(most_buffered, file_sink.buffered_bytes());
        most_resident = std::max(most_resident, resident_bytes());
    });
    most_resident = std::max(most_resident, resident_bytes());
    CHECK(most_buffered < 1'000'000);
    if (!sanitized) CHECK(most_resident - resident_before < 8'000'000);
    CHECK(std::filesystem::file_size(folder.path("t")) > static_cast<std::uintmax_t>(cycles) * 40);
}

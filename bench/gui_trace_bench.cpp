// The timeline on a trace of 10 million events: time to open it, memory of the process before and after, and what
// stretches, stalls and frames take.
#include "models/core/error.hpp"
#include "traces/csv_event_sink.hpp"
#include "traces/event_index.hpp"

#include <chrono>
#include <cstdint>
#include <cstdlib>
#include <filesystem>
#include <fmt/format.h>
#include <fstream>
#include <random>
#include <string>

using namespace fracbit;
using traces::BlockState;

namespace {

double milliseconds_of(const std::function<void()>& work) {
    const auto start = std::chrono::steady_clock::now();
    work();
    return std::chrono::duration<double, std::milli>(std::chrono::steady_clock::now() - start).count();
}

/// Resident memory of this process, in MiB.
double resident_mib() {
    std::ifstream status("/proc/self/status");
    for (std::string line; std::getline(status, line);)
        if (line.rfind("VmRSS:", 0) == 0) return std::strtod(line.c_str() + 6, nullptr) / 1024;
    return 0;
}

/// Eleven blocks that change state every 1 to 40 cycles, a burst every 5, twenty layers.
void write_trace(const std::string& path, std::int64_t events) {
    constexpr int layers = 20;
    std::mt19937 random(1);
    traces::TraceHeader header{"bench", "bench", 800, 64, {}, {}};
    for (int i = 0; i < layers; ++i) header.layers.push_back(fmt::format("layer{}.conv", i));
    traces::CsvEventSink sink(path);
    sink.start(header);
    constexpr std::array blocks{
        models::BlockId::memory,         models::BlockId::weight_reader,     models::BlockId::decoder,
        models::BlockId::patch_unit,     models::BlockId::weight_buffer,     models::BlockId::tile_loader,
        models::BlockId::operand_reader, models::BlockId::activation_reader, models::BlockId::array,
        models::BlockId::scaler,         models::BlockId::output_writer};
    std::array<std::int64_t, blocks.size()> begins{}, ends{};
    std::int64_t written = 0, cycle = 0;
    for (; written < events; ++cycle) {
        const auto layer = static_cast<int>(written * layers / (events + 1));
        for (std::size_t i = 0; i < blocks.size(); ++i) {
            if (ends[i] != cycle) continue;
            if (cycle > 0) {
                sink.block({blocks[i], static_cast<BlockState>(random() % 4), Cycles(begins[i]), Cycles(cycle), layer});
                ++written;
            }
            begins[i] = cycle;
            ends[i] = cycle + 1 + static_cast<std::int64_t>(random() % 40);
        }
        if (cycle % 5 == 0 && cycle >= 105) {
            sink.burst({Cycles(cycle - 105), Cycles(cycle - 5), Cycles(cycle), static_cast<std::uint64_t>(cycle) * 64,
                        64, 64, cycle % 7 == 0, static_cast<models::StreamId>(random() % 4), layer});
            ++written;
        }
    }
    sink.finish(Cycles(cycle));
}

} // namespace

int main(int argc, char** argv) {
    const std::int64_t events = argc > 1 ? std::strtoll(argv[1], nullptr, 10) : 10'000'000;
    const std::string path =
        (std::filesystem::temp_directory_path() / fmt::format("fracbit-bench-{}.events.csv", events)).string();
    const double writing = milliseconds_of([&] { write_trace(path, events); });
    const auto bytes = static_cast<double>(std::filesystem::file_size(path));
    fmt::print("{} events, {:.0f} MB, written in {:.1f} s\n", events, bytes / 1e6, writing / 1e3);
    const double before = resident_mib();
    std::shared_ptr<const traces::EventIndex> index;
    const double opening = milliseconds_of([&] { index = traces::EventIndex::open(path); });
    fmt::print("open {:.2f} s = {:.0f} MB/s, {:.1f} M events/s; memory {:.1f} MiB before, {:.1f} MiB after\n",
               opening / 1e3, bytes / opening / 1e3, static_cast<double>(events) / opening / 1e3, before,
               resident_mib());
    std::filesystem::remove(path);
}

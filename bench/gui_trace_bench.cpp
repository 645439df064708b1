// The timeline on a trace of 10 million events: time to open it, memory of the process before and after, and what
// stretches, stalls and frames take.
#include "gui/support/theme.hpp"
#include "gui/timeline/timeline_view.hpp"
#include "traces/csv_event_sink.hpp"
#include "traces/event_index.hpp"

#include <QApplication>
#include <QImage>

#include <algorithm>
#include <array>
#include <chrono>
#include <cmath>
#include <cstdint>
#include <cstdlib>
#include <ctime>
#include <filesystem>
#include <fmt/format.h>
#include <fstream>
#include <functional>
#include <random>
#include <string>
#include <vector>

using namespace fracbit;
using traces::BlockState;

namespace {

double processor_milliseconds() {
    timespec now{};
    clock_gettime(CLOCK_THREAD_CPUTIME_ID, &now);
    return static_cast<double>(now.tv_sec) * 1e3 + static_cast<double>(now.tv_nsec) / 1e6;
}

/// Processor time of this thread: other programs on the machine are felt less.
double milliseconds_of(const std::function<void()>& work) {
    const double start = processor_milliseconds();
    work();
    return processor_milliseconds() - start;
}

double wall_milliseconds_of(const std::function<void()>& work) {
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

/// Milliseconds to paint the lanes once, the median of 15.
double frame_milliseconds(gui::TimelineView& view) {
    std::vector<double> times;
    QImage image(view.size(), QImage::Format_RGB32);
    for (int i = 0; i < 15; ++i) times.push_back(milliseconds_of([&] { view.render(&image); }));
    std::nth_element(times.begin(), times.begin() + 7, times.end());
    return times[7];
}

void measure_frames(const std::shared_ptr<const traces::EventIndex>& index) {
    fmt::print("{:>16} {:>12} {:>14} {:>14} {:>16} {:>16}\n", "cycles on screen", "rows", "MB to read", "read, ms",
               "1280x800, ms", "3840x2160, ms");
    const auto total = static_cast<double>(index->end());
    for (const double span : {total, total / 10, total / 60, total / 120, 100'000.0, 10'000.0, 1'000.0, 50.0}) {
        gui::ViewRange range(index->end());
        range.show(total / 3, total / 3 + span);
        const auto begin = static_cast<std::int64_t>(range.begin());
        const auto end = static_cast<std::int64_t>(std::ceil(range.end()));
        const auto bytes = static_cast<double>(index->bytes_to_read(begin, end));
        std::shared_ptr<const traces::EventWindow> window;
        double reading = 0;
        std::size_t rows = 0;
        if (bytes <= gui::TraceLoader::most_window_bytes)
            reading =
                milliseconds_of([&] { window = std::make_shared<traces::EventWindow>(*index->window(begin, end)); });
        if (window)
            for (const auto& lane : window->rows) rows += lane.size();
        double frames[2] = {};
        for (int i = 0; i < 2; ++i) {
            gui::TimelineView view;
            view.resize(i == 0 ? QSize(1280, 800) : QSize(3840, 2160));
            view.set_trace(index);
            view.set_range(range);
            view.set_window(window);
            frames[i] = frame_milliseconds(view);
        }
        fmt::print("{:>16.0f} {:>12} {:>14.2f} {:>14} {:>16.1f} {:>16.1f}\n", range.span(),
                   window ? fmt::format("{}", rows) : "sums", bytes / 1e6,
                   window ? fmt::format("{:.1f}", reading) : "-", frames[0], frames[1]);
    }
}

void measure_stalls(const traces::EventIndex& index) {
    std::mt19937_64 random(2);
    constexpr int questions = 200;
    const double any = milliseconds_of([&] {
        for (int i = 0; i < questions; ++i)
            (void)index.next_stall(static_cast<std::int64_t>(random() % static_cast<std::uint64_t>(index.end())));
    });
    const double one = milliseconds_of([&] {
        for (int i = 0; i < questions; ++i)
            (void)index.next_stall(static_cast<std::int64_t>(random() % static_cast<std::uint64_t>(index.end())),
                                   traces::lane_of(models::BlockId::array));
    });
    fmt::print("next stall: {:.2f} ms of any block, {:.2f} ms of one\n", any / questions, one / questions);
}

} // namespace

int main(int argc, char** argv) {
    qputenv("QT_QPA_PLATFORM", "offscreen");
    QApplication application(argc, argv);
    gui::apply_theme(gui::Theme::light);
    const std::int64_t events = argc > 1 ? std::strtoll(argv[1], nullptr, 10) : 10'000'000;
    const std::string path =
        (std::filesystem::temp_directory_path() / fmt::format("fracbit-bench-{}.events.csv", events)).string();
    const double writing = wall_milliseconds_of([&] { write_trace(path, events); });
    const auto bytes = static_cast<double>(std::filesystem::file_size(path));
    fmt::print("{} events, {:.0f} MB, written in {:.1f} s\n", events, bytes / 1e6, writing / 1e3);
    const double before = resident_mib();
    std::shared_ptr<const traces::EventIndex> index;
    double opening = 0;
    const double waited =
        wall_milliseconds_of([&] { opening = milliseconds_of([&] { index = traces::EventIndex::open(path); }); });
    fmt::print("open {:.2f} s, {:.2f} s of them processor time = {:.0f} MB/s, {:.1f} M events/s\n", waited / 1e3,
               opening / 1e3, bytes / opening / 1e3, static_cast<double>(events) / opening / 1e3);
    fmt::print("memory {:.1f} MiB before, {:.1f} MiB after\n", before, resident_mib());
    measure_stalls(*index);
    measure_frames(index);
    fmt::print("memory at the end {:.1f} MiB\n", resident_mib());
    std::filesystem::remove(path);
}

// Chrome JSON trace (object form), for ui.perfetto.dev and chrome://tracing. Format: "Trace Event Format", Google,
// https://docs.google.com/document/d/1CvAClvFfyA5R-PhYUmn5OOQtYMH4h6I0nSsKchNAySU. Tracks: traces/README.md.
// Events need no time order there, so everything is written as it comes.
#pragma once

#include "traces/clock_time.hpp"
#include "traces/file_sink.hpp"

#include <optional>

namespace fracbit::traces {

/// What a microsecond on the viewer's time axis is.
enum class PerfettoTime {
    clock, ///< a microsecond: 1 cycle = 1 / clock_mhz us
    cycles ///< a cycle: viewers keep whole nanoseconds, so a 1.25 ns cycle would show rounded
};

class PerfettoSink final : public FileSink {
public:
    explicit PerfettoSink(std::string path, PerfettoTime time = PerfettoTime::clock)
        : FileSink(std::move(path)), time_(time) {}

private:
    void on_start() override;
    void on_block(const BlockStretch& stretch) override;
    void on_burst(const BurstEvent& event) override;
    void on_level(const LevelEvent& event) override;
    void on_finish(Cycles end) override;
    void write_metadata();
    /// A comma after every event but the last.
    void separate();
    [[nodiscard]] std::string at(Cycles cycle) const;

    PerfettoTime time_;
    std::optional<ClockTime> clock_;
    std::vector<std::string> layers_json_, queues_json_; ///< quoted and escaped
    std::int64_t events_ = 0, bursts_ = 0;
};

} // namespace fracbit::traces

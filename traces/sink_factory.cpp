#include "traces/sink_factory.hpp"

#include "models/core/error.hpp"
#include "traces/csv_cycle_sink.hpp"
#include "traces/csv_event_sink.hpp"
#include "traces/dram_csv_sink.hpp"
#include "traces/dramsim3_sink.hpp"
#include "traces/dramsys_sink.hpp"
#include "traces/file_sink.hpp"
#include "traces/ramulator2_sink.hpp"
#include "traces/vcd_sink.hpp"

namespace fracbit::traces {

const std::vector<TraceFormatInfo>& trace_formats() {
    static const std::vector<TraceFormatInfo> formats = {
        {TraceFormat::events, "events", ".events.csv", "CSV, one row per stretch of a block and per burst", false},
        {TraceFormat::cycles, "cycles", ".cycles.csv", "CSV, one row per cycle, one column per block and queue", false},
        {TraceFormat::vcd, "vcd", ".vcd", "waveforms for GTKWave", false},
        {TraceFormat::perfetto, "perfetto", ".perfetto.json", "timeline for ui.perfetto.dev and chrome://tracing",
         false},
        {TraceFormat::dram, "dram", ".dram.csv", "CSV, one row per DRAM request", false},
        {TraceFormat::ramulator2, "ramulator2", ".ramulator2.trace", "load/store trace for Ramulator 2", true},
        {TraceFormat::dramsim3, "dramsim3", ".dramsim3.trace", "request trace for DRAMsim3", true},
        {TraceFormat::dramsys, "dramsys", ".stl", "request trace for DRAMSys", false},
    };
    return formats;
}

const TraceFormatInfo& info(TraceFormat format) { return trace_formats().at(static_cast<std::size_t>(format)); }

TraceFormat trace_format(const std::string& name) {
    std::string known;
    for (const TraceFormatInfo& format : trace_formats()) {
        if (format.name == name) return format.format;
        known += fmt::format("{}{} (*{})", known.empty() ? "" : ", ", format.name, format.extension);
    }
    throw ConfigError(fmt::format("unknown trace format '{}'; the formats are {}", name, known));
}

std::vector<std::string> trace_paths(const std::string& format, const std::string& path) {
    if (!info(trace_format(format)).has_header_file) return {path};
    return {path, header_path(path)};
}

std::unique_ptr<TraceSink> make_sink(TraceFormat format, const std::string& path, const TraceOptions& options) {
    switch (format) {
    case TraceFormat::events:
        return std::make_unique<CsvEventSink>(path);
    case TraceFormat::cycles:
        return std::make_unique<CsvCycleSink>(path);
    case TraceFormat::vcd:
        return std::make_unique<VcdSink>(path, options.signals);
    case TraceFormat::perfetto:
        return std::make_unique<PerfettoSink>(path, options.perfetto_time);
    case TraceFormat::dram:
        return std::make_unique<DramCsvSink>(path);
    case TraceFormat::ramulator2:
        return std::make_unique<Ramulator2Sink>(path);
    case TraceFormat::dramsim3:
        return std::make_unique<Dramsim3Sink>(path, options.memory_clock_mhz);
    case TraceFormat::dramsys:
        return std::make_unique<DramsysSink>(path, options.memory_clock_mhz);
    }
    throw ConfigError("unknown trace format");
}

std::unique_ptr<TraceSink> make_sink(const std::string& name, const std::string& path, const TraceOptions& options) {
    return make_sink(trace_format(name), path, options);
}

} // namespace fracbit::traces

// The trace formats by name.
#pragma once

#include "traces/perfetto_sink.hpp"
#include "traces/trace_sink.hpp"

#include <memory>
#include <string>
#include <vector>

namespace fracbit::traces {

enum class TraceFormat { events, cycles, vcd, perfetto, dram, ramulator2, dramsim3, dramsys };

struct TraceFormatInfo {
    TraceFormat format;
    const char* name;        ///< on the command line
    const char* extension;   ///< what files of this kind usually end in
    const char* description; ///< one line for --help
    bool has_header_file;    ///< a second file, as it allows no comments
};

const std::vector<TraceFormatInfo>& trace_formats();
const TraceFormatInfo& info(TraceFormat format);
/// Throws ConfigError listing the known names with their extensions.
TraceFormat trace_format(const std::string& name);

/// All files that appear: the trace, and where there is one its header file.
std::vector<std::string> trace_paths(const std::string& format, const std::string& path);

struct TraceOptions {
    std::vector<std::string> signals;                 ///< vcd: names or '*' globs; empty for all
    PerfettoTime perfetto_time = PerfettoTime::clock; ///< perfetto
    double memory_clock_mhz = 0;                      ///< dramsim3, dramsys: clock of the cycles; 0: the accelerator's
};

/// Opens the file; throws IoError. Unknown VCD signals are a ConfigError in `start`.
std::unique_ptr<TraceSink> make_sink(TraceFormat format, const std::string& path, const TraceOptions& options = {});
std::unique_ptr<TraceSink> make_sink(const std::string& name, const std::string& path,
                                     const TraceOptions& options = {});

} // namespace fracbit::traces

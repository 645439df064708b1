// One reader per kind of trace; `read_trace_summary` chooses. Each gets the reader with the first line already read
// (the JSON reader opens the file itself). All throw FormatError.
#pragma once

#include "traces/line_reader.hpp"
#include "traces/trace_summary.hpp"

#include <optional>
#include <string>
#include <string_view>

namespace fracbit::traces {

/// VALUE of a line "# KEY: VALUE".
std::optional<std::string> comment_value(const LineReader& lines, std::string_view key);
/// Network, architecture and clock, if the line has one of them.
void take_comment(const LineReader& lines, TraceSummary& summary);
/// Takes "# KEY: VALUE" comment lines into the summary, up to the first line that is no comment. Fails if the file
/// ends there, or if the format version is not ours.
void read_comment_header(LineReader& lines, TraceSummary& summary);
/// True for the last line of our CSVs, "# end_cycle: N, rows: N"; takes the end cycle and checks the rows read.
bool read_end_line(LineReader& lines, TraceSummary& summary);
/// The stream's entry, made on first sight.
StreamSummary& stream_of(TraceSummary& summary, std::string_view name);

TraceSummary summarize_events(LineReader& lines);
TraceSummary summarize_cycles(LineReader& lines);
TraceSummary summarize_dram(LineReader& lines);
TraceSummary summarize_vcd(LineReader& lines);
TraceSummary summarize_perfetto(const std::string& path);
TraceSummary summarize_ramulator2(LineReader& lines);
TraceSummary summarize_dramsim3(LineReader& lines);
TraceSummary summarize_dramsys(LineReader& lines);

} // namespace fracbit::traces

#include "traces/trace_summary.hpp"

#include "traces/summary_readers.hpp"

#include <cctype>
#include <fmt/format.h>

namespace fracbit::traces {

TraceSummary read_trace_summary(const std::string& path) {
    LineReader lines(path);
    if (!lines.next()) lines.fail("the file is empty; a trace starts with a header");
    const std::string& first = lines.line();
    const auto starts = [&](std::string_view text) { return first.compare(0, text.size(), text) == 0; };
    if (starts("# fracbit event trace")) return summarize_events(lines);
    if (starts("# fracbit cycle trace")) return summarize_cycles(lines);
    if (starts("# fracbit DRAM trace")) return summarize_dram(lines);
    if (starts("# fracbit DRAMSys trace")) return summarize_dramsys(lines);
    if (starts("$")) return summarize_vcd(lines);
    if (starts("{")) return summarize_perfetto(path);
    if (starts("LD ") || starts("ST ")) return summarize_ramulator2(lines);
    if (starts("0x")) return summarize_dramsim3(lines);
    if (!first.empty() && std::isdigit(static_cast<unsigned char>(first[0])) != 0 &&
        first.find(':') != std::string::npos)
        return summarize_dramsys(lines);
    lines.fail(
        "this is no trace that is known here; known are event, cycle and DRAM CSV (they start with '# fracbit'), "
        "VCD, Chrome JSON, and request traces of Ramulator 2, DRAMsim3 and DRAMSys");
}

std::string to_text(const TraceSummary& summary) {
    std::string text =
        fmt::format("format        {} ({})\n", info(summary.format).name, info(summary.format).description);
    const auto line = [&](const char* what, const std::string& value) {
        if (!value.empty()) text += fmt::format("{:<14}{}\n", what, value);
    };
    line("network", summary.network);
    line("architecture", summary.architecture);
    if (summary.clock_mhz > 0) line("clock", fmt::format("{} MHz", summary.clock_mhz));
    line("events", std::to_string(summary.events));
    if (summary.end) line("end", fmt::format("cycle {}", summary.end->count()));
    if (!summary.timescale.empty())
        line("time", fmt::format("{} to {}, in units of {}", summary.first_time, summary.last_time, summary.timescale));
    if (!summary.signals.empty())
        line(summary.format == TraceFormat::vcd ? "signals" : "queues", std::to_string(summary.signals.size()));
    if (!summary.blocks.empty())
        text += fmt::format("\n{:<18}{:>12}{:>14}{:>14}{:>14}{:>14}\n", "block", "stretches", "busy", "stall_in",
                            "stall_out", "idle [cycles]");
    for (const BlockSummary& block : summary.blocks)
        text += fmt::format("{:<18}{:>12}{:>14}{:>14}{:>14}{:>14}\n", block.name, block.stretches,
                            block.cycles.busy.count(), block.cycles.stall_in.count(), block.cycles.stall_out.count(),
                            block.cycles.idle.count());
    if (!summary.streams.empty())
        text +=
            fmt::format("\n{:<18}{:>12}{:>14}{:>14}{:>18}\n", "stream", "reads", "writes", "bytes", "payload [bytes]");
    for (const StreamSummary& stream : summary.streams)
        text += fmt::format("{:<18}{:>12}{:>14}{:>14}{:>18}\n", stream.name, stream.reads, stream.writes, stream.bytes,
                            stream.payload_bytes);
    return text;
}

} // namespace fracbit::traces

#include "traces/trace_summary.hpp"

#include "models/results/text_table.hpp"
#include "traces/summary_readers.hpp"

#include <cctype>
#include <fmt/format.h>

namespace fracbit::traces {
namespace {

std::string blocks_text(const std::vector<BlockSummary>& blocks, int width) {
    models::TextTable table(
        {{"block, cycles", 9, true}, {"stretches", 3}, {"busy", 8}, {"stall_in", 7}, {"stall_out", 6}, {"idle", 5}});
    for (const BlockSummary& block : blocks)
        table.add({block.name, std::to_string(block.stretches), std::to_string(block.cycles.busy.count()),
                   std::to_string(block.cycles.stall_in.count()), std::to_string(block.cycles.stall_out.count()),
                   std::to_string(block.cycles.idle.count())});
    return table.text(width);
}

std::string streams_text(const std::vector<StreamSummary>& streams, int width) {
    const auto known = [](const std::optional<std::int64_t>& bytes) { return bytes ? std::to_string(*bytes) : "-"; };
    models::TextTable table({{"stream", 9, true}, {"reads", 5}, {"writes", 4}, {"bus bytes", 8}, {"payload bytes", 7}});
    for (const StreamSummary& stream : streams)
        table.add({stream.name, std::to_string(stream.reads), std::to_string(stream.writes), known(stream.bytes),
                   known(stream.payload_bytes)});
    return table.text(width);
}

} // namespace

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

std::string to_text(const TraceSummary& summary, int width) {
    std::string text =
        fmt::format("format        {} ({})\n", info(summary.format).name, info(summary.format).description);
    const auto line = [&](const char* what, const std::string& value) {
        if (!value.empty()) text += fmt::format("{:<14}{}\n", what, value);
    };
    line("network", summary.network);
    line("architecture", summary.architecture);
    if (summary.clock_mhz > 0) line("clock", fmt::format("{} MHz", summary.clock_mhz));
    line("events", std::to_string(summary.events));
    if (summary.last_issue) line("last issue", fmt::format("cycle {} of the memory", summary.last_issue->count()));
    if (summary.end) line("end", fmt::format("cycle {}", summary.end->count()));
    if (!summary.timescale.empty())
        line("time", fmt::format("{} to {}, in units of {}", summary.first_time, summary.last_time, summary.timescale));
    if (!summary.signals.empty())
        line(summary.format == TraceFormat::vcd ? "signals" : "queues", std::to_string(summary.signals.size()));
    if (!summary.blocks.empty()) text += "\n" + blocks_text(summary.blocks, width);
    if (!summary.streams.empty()) text += "\n" + streams_text(summary.streams, width);
    return text;
}

} // namespace fracbit::traces

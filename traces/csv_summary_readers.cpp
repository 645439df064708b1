// Our own CSVs. A trace without its last line was cut off.
#include "traces/file_sink.hpp"
#include "traces/summary_readers.hpp"

#include <algorithm>
#include <charconv>

namespace fracbit::traces {
namespace {

/// The block's entry, made on first sight.
BlockSummary& block_of(const LineReader& lines, TraceSummary& summary, const std::string& name) {
    const auto known = std::find_if(summary.blocks.begin(), summary.blocks.end(),
                                    [&](const BlockSummary& block) { return block.name == name; });
    if (known != summary.blocks.end()) return *known;
    bool exists = false;
    for (int i = 0; i < models::block_count; ++i) exists |= name == models::to_string(static_cast<models::BlockId>(i));
    if (!exists) lines.fail(fmt::format("'{}' is no block of the machine", name));
    summary.blocks.push_back({name, 0, {}});
    return summary.blocks.back();
}

StreamSummary& known_stream_of(const LineReader& lines, TraceSummary& summary, const std::string& name) {
    bool exists = false;
    for (int i = 0; i < models::stream_count; ++i)
        exists |= name == models::to_string(static_cast<models::StreamId>(i));
    if (!exists) lines.fail(fmt::format("'{}' is no stream of the memory channel", name));
    return stream_of(summary, name);
}

/// Null for a word that is no state.
Cycles* cycles_of(models::BlockCycles& cycles, std::string_view state) {
    if (state == "busy") return &cycles.busy;
    if (state == "stall_in") return &cycles.stall_in;
    if (state == "stall_out") return &cycles.stall_out;
    if (state == "idle") return &cycles.idle;
    return nullptr;
}

Cycles& cycles_of(const LineReader& lines, BlockSummary& block, std::string_view state) {
    Cycles* found = cycles_of(block.cycles, state);
    if (found == nullptr)
        lines.fail(
            fmt::format("the state of {} is '{}'; it must be busy, stall_in, stall_out or idle", block.name, state));
    return *found;
}

void expect_columns(const LineReader& lines, const char* columns) {
    if (lines.line() != columns)
        lines.fail(fmt::format("the columns are '{}'; they must be '{}'", lines.line().substr(0, 200), columns));
}

std::vector<std::string> row_fields(const LineReader& lines, std::size_t columns) {
    std::vector<std::string> fields = lines.fields();
    if (fields.size() != columns) lines.fail(fmt::format("{} fields; each row has {}", fields.size(), columns));
    return fields;
}

/// The fields of a row that say what a burst was.
struct BurstFields {
    const std::string &stream, &access, &address, &bytes, &payload;
};

/// `read` and `write` are the two accesses' names in this format.
void count_burst(const LineReader& lines, TraceSummary& summary, const BurstFields& burst, std::string_view read,
                 std::string_view write) {
    StreamSummary& stream = known_stream_of(lines, summary, burst.stream);
    if (burst.access == read)
        ++stream.reads;
    else if (burst.access == write)
        ++stream.writes;
    else
        lines.fail(fmt::format("the access is '{}'; it must be {} or {}", burst.access, read, write));
    (void)lines.integer(burst.address, "address", 16);
    stream.bytes = stream.bytes.value_or(0) + lines.integer(burst.bytes, "bytes");
    stream.payload_bytes = stream.payload_bytes.value_or(0) + lines.integer(burst.payload, "payload_bytes");
}

/// Calls row(fields) for each row up to the end line.
template <class Row>
void read_rows(LineReader& lines, TraceSummary& summary, std::size_t columns, Row row) {
    while (lines.next()) {
        if (read_end_line(lines, summary)) return;
        row(row_fields(lines, columns));
        ++summary.events;
    }
    lines.fail("the trace ends without its '# end_cycle' line: it was cut off; write it again");
}

} // namespace

std::optional<std::string> comment_value(const LineReader& lines, std::string_view key) {
    const std::string start = fmt::format("# {}: ", key);
    if (lines.line().compare(0, start.size(), start) != 0) return std::nullopt;
    return lines.line().substr(start.size());
}

void take_comment(const LineReader& lines, TraceSummary& summary) {
    if (const auto value = comment_value(lines, "network")) summary.network = *value;
    if (const auto value = comment_value(lines, "architecture")) summary.architecture = *value;
    if (const auto value = comment_value(lines, "clock_mhz")) {
        const char* end = value->data() + value->size();
        const auto result = std::from_chars(value->data(), end, summary.clock_mhz);
        if (result.ec != std::errc{} || result.ptr != end)
            lines.fail(fmt::format("clock_mhz is '{}'; a number is needed", *value));
    }
}

void read_comment_header(LineReader& lines, TraceSummary& summary) {
    const std::string version_key = "format_version ";
    if (const auto at = lines.line().find(version_key); at != std::string::npos) {
        const std::string version = lines.line().substr(at + version_key.size());
        if (version != std::to_string(trace_format_version))
            lines.fail(
                fmt::format("format_version is '{}'; this program reads version {}", version, trace_format_version));
    }
    while (lines.next()) {
        if (lines.line().empty() || lines.line()[0] != '#') return;
        take_comment(lines, summary);
    }
    lines.fail("the file ends within its header: it was cut off; write it again");
}

bool read_end_line(LineReader& lines, TraceSummary& summary) {
    const std::string_view start = "# end_cycle: ";
    const std::string_view middle = ", rows: ";
    const std::string_view line = lines.line();
    if (line.substr(0, start.size()) != start) return false;
    const auto at = line.find(middle);
    if (at == std::string_view::npos) lines.fail("the last line must be '# end_cycle: N, rows: N'");
    summary.end = Cycles(lines.integer(line.substr(start.size(), at - start.size()), "end_cycle"));
    const std::int64_t rows = lines.integer(line.substr(at + middle.size()), "rows");
    if (rows != summary.events)
        lines.fail(fmt::format("the trace says {} rows and has {}; rows were lost or added", rows, summary.events));
    if (lines.next()) lines.fail("text after the last line of the trace");
    return true;
}

StreamSummary& stream_of(TraceSummary& summary, std::string_view name) {
    const auto known = std::find_if(summary.streams.begin(), summary.streams.end(),
                                    [&](const StreamSummary& stream) { return stream.name == name; });
    if (known != summary.streams.end()) return *known;
    StreamSummary stream;
    stream.name = name;
    summary.streams.push_back(stream);
    return summary.streams.back();
}

TraceSummary summarize_events(LineReader& lines) {
    TraceSummary summary;
    summary.format = TraceFormat::events;
    read_comment_header(lines, summary);
    expect_columns(lines, "kind,name,state,layer,issue_cycle,begin_cycle,end_cycle,address,bytes,payload_bytes");
    read_rows(lines, summary, 10, [&](const std::vector<std::string>& fields) {
        const std::int64_t begin = lines.integer(fields[5], "begin_cycle");
        const std::int64_t end = lines.integer(fields[6], "end_cycle");
        if (end < begin) lines.fail(fmt::format("end_cycle {} lies before begin_cycle {}", end, begin));
        if (fields[0] == "block") {
            BlockSummary& block = block_of(lines, summary, fields[1]);
            if (const auto last = block.cycles.total().count(); begin != last)
                lines.fail(
                    fmt::format("{} begins at cycle {} after a stretch that ended at {}; rows were lost or added",
                                block.name, begin, last));
            cycles_of(lines, block, fields[2]) += Cycles(end - begin);
            ++block.stretches;
        } else if (fields[0] == "burst") {
            if (lines.integer(fields[4], "issue_cycle") > begin) lines.fail("a burst begins before it issues");
            count_burst(lines, summary, {fields[1], fields[2], fields[7], fields[8], fields[9]}, "read", "write");
        } else {
            lines.fail(fmt::format("kind is '{}'; it must be block or burst", fields[0]));
        }
    });
    return summary;
}

TraceSummary summarize_cycles(LineReader& lines) {
    TraceSummary summary;
    summary.format = TraceFormat::cycles;
    read_comment_header(lines, summary);
    const std::vector<std::string> columns = lines.fields();
    const std::size_t blocks_end = 2 + models::block_count;
    if (columns.size() < blocks_end || columns[0] != "cycle" || columns[1] != "layer")
        lines.fail("the columns must be cycle, layer, the blocks and level_* of the queues");
    for (std::size_t i = 2; i < columns.size(); ++i) {
        if (i < blocks_end)
            block_of(lines, summary, columns[i]);
        else
            summary.signals.push_back(columns[i]);
    }
    std::vector<std::string> before(summary.blocks.size());
    read_rows(lines, summary, columns.size(), [&](const std::vector<std::string>& fields) {
        if (const auto cycle = lines.integer(fields[0], "cycle"); cycle != summary.events)
            lines.fail(fmt::format("cycle {} follows cycle {}; every cycle has a row", cycle, summary.events - 1));
        for (std::size_t i = 0; i < summary.blocks.size(); ++i) {
            BlockSummary& block = summary.blocks[i];
            cycles_of(lines, block, fields[2 + i]) += Cycles(1);
            if (before[i] != fields[2 + i]) ++block.stretches;
            before[i] = fields[2 + i];
        }
        for (std::size_t i = blocks_end; i < fields.size(); ++i) (void)lines.integer(fields[i], columns[i].c_str());
    });
    return summary;
}

TraceSummary summarize_dram(LineReader& lines) {
    TraceSummary summary;
    summary.format = TraceFormat::dram;
    read_comment_header(lines, summary);
    expect_columns(lines, "cycle,time_ns,address,rw,bytes,payload_bytes,stream,layer");
    read_rows(lines, summary, 8, [&](const std::vector<std::string>& fields) {
        (void)lines.integer(fields[0], "cycle");
        count_burst(lines, summary, {fields[6], fields[3], fields[2], fields[4], fields[5]}, "R", "W");
    });
    return summary;
}

} // namespace fracbit::traces

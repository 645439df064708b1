// Request traces of DRAM simulators. They have no end mark, so one that was cut off between lines looks whole.
#include "traces/file_sink.hpp"
#include "traces/summary_readers.hpp"

#include <filesystem>
#include <fmt/format.h>
#include <optional>
#include <sstream>

namespace fracbit::traces {
namespace {

std::vector<std::string> words(const LineReader& lines, std::size_t count, const char* shape) {
    std::istringstream text(lines.line());
    std::vector<std::string> found;
    for (std::string word; text >> word;) found.push_back(word);
    if (found.size() != count) lines.fail(fmt::format("'{}' is no request; each line is '{}'", lines.line(), shape));
    return found;
}

void count_access(const LineReader& lines, TraceSummary& summary, const std::string& access, const char* read,
                  const char* write) {
    StreamSummary& all = stream_of(summary, "all");
    if (access == read)
        ++all.reads;
    else if (access == write)
        ++all.writes;
    else
        lines.fail(fmt::format("the access is '{}'; it must be {} or {}", access, read, write));
    ++summary.events;
}

/// For formats without comments: what the file beside the trace says, if it is there. Each request is a whole burst.
void read_header_beside(const LineReader& lines, TraceSummary& summary) {
    std::error_code ignored;
    const std::string path = header_path(lines.path());
    if (!std::filesystem::is_regular_file(path, ignored)) return;
    LineReader header(path);
    if (!header.next() || header.line().rfind("# fracbit ", 0) != 0) return;
    while (header.next()) {
        take_comment(header, summary);
        if (const auto bytes = comment_value(header, "burst_bytes"))
            for (StreamSummary& stream : summary.streams)
                stream.bytes = (stream.reads + stream.writes) * header.integer(*bytes, "burst_bytes");
    }
}

} // namespace

TraceSummary summarize_ramulator2(LineReader& lines) {
    TraceSummary summary;
    summary.format = TraceFormat::ramulator2;
    do {
        const auto word = words(lines, 2, "LD|ST ADDRESS");
        count_access(lines, summary, word[0], "LD", "ST");
        (void)lines.integer(word[1], "the address", 16);
    } while (lines.next());
    read_header_beside(lines, summary);
    return summary;
}

TraceSummary summarize_dramsim3(LineReader& lines) {
    TraceSummary summary;
    summary.format = TraceFormat::dramsim3;
    do {
        const auto word = words(lines, 3, "ADDRESS READ|WRITE CYCLE");
        (void)lines.integer(word[0], "the address", 16);
        count_access(lines, summary, word[1], "READ", "WRITE");
        summary.last_issue = Cycles(lines.integer(word[2], "the cycle"));
    } while (lines.next());
    read_header_beside(lines, summary);
    return summary;
}

TraceSummary summarize_dramsys(LineReader& lines) {
    TraceSummary summary;
    summary.format = TraceFormat::dramsys;
    const char* shape = "CYCLE: (BYTES) read|write ADDRESS";
    bool more = true;
    if (lines.line()[0] == '#') {
        // A run without bursts has a header only.
        const auto is_comment = [&] { return !lines.line().empty() && lines.line()[0] == '#'; };
        while ((more = lines.next()) && is_comment()) take_comment(lines, summary);
    }
    for (; more; more = lines.next()) {
        const auto word = words(lines, 4, shape);
        if (word[0].back() != ':' || word[1].size() < 3 || word[1].front() != '(' || word[1].back() != ')')
            lines.fail(fmt::format("'{}' is no request; each line is '{}'", lines.line(), shape));
        summary.last_issue =
            Cycles(lines.integer(std::string_view(word[0]).substr(0, word[0].size() - 1), "the cycle"));
        count_access(lines, summary, word[2], "read", "write");
        std::optional<std::int64_t>& bytes = stream_of(summary, "all").bytes;
        bytes =
            bytes.value_or(0) + lines.integer(std::string_view(word[1]).substr(1, word[1].size() - 2), "the length");
        (void)lines.integer(word[3], "the address", 16);
    }
    return summary;
}

} // namespace fracbit::traces

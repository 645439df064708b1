// Request traces of DRAM simulators. They have no end mark, so one that was cut off between lines looks whole.
#include "traces/summary_readers.hpp"

#include <fmt/format.h>
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

} // namespace

TraceSummary summarize_ramulator2(LineReader& lines) {
    TraceSummary summary;
    summary.format = TraceFormat::ramulator2;
    do {
        const auto word = words(lines, 2, "LD|ST ADDRESS");
        count_access(lines, summary, word[0], "LD", "ST");
        (void)lines.integer(word[1], "the address", 16);
    } while (lines.next());
    return summary;
}

TraceSummary summarize_dramsim3(LineReader& lines) {
    TraceSummary summary;
    summary.format = TraceFormat::dramsim3;
    do {
        const auto word = words(lines, 3, "ADDRESS READ|WRITE CYCLE");
        (void)lines.integer(word[0], "the address", 16);
        count_access(lines, summary, word[1], "READ", "WRITE");
        summary.end = Cycles(lines.integer(word[2], "the cycle"));
    } while (lines.next());
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
        while ((more = lines.next()) && is_comment()) {
            const auto take = [&](std::string_view key, std::string& into) {
                if (lines.line().compare(0, key.size(), key) == 0) into = lines.line().substr(key.size());
            };
            std::string clock;
            take("# network: ", summary.network);
            take("# architecture: ", summary.architecture);
            take("# clock_mhz: ", clock);
            if (!clock.empty()) std::istringstream(clock) >> summary.clock_mhz;
        }
    }
    for (; more; more = lines.next()) {
        const auto word = words(lines, 4, shape);
        if (word[0].back() != ':' || word[1].size() < 3 || word[1].front() != '(' || word[1].back() != ')')
            lines.fail(fmt::format("'{}' is no request; each line is '{}'", lines.line(), shape));
        summary.end = Cycles(lines.integer(std::string_view(word[0]).substr(0, word[0].size() - 1), "the cycle"));
        count_access(lines, summary, word[2], "read", "write");
        stream_of(summary, "all").bytes +=
            lines.integer(std::string_view(word[1]).substr(1, word[1].size() - 2), "the length");
        (void)lines.integer(word[3], "the address", 16);
    }
    return summary;
}

} // namespace fracbit::traces

// A VCD as far as a summary needs it: comments, declarations, times and value changes.
#include "traces/summary_readers.hpp"

#include <cstdlib>
#include <fmt/format.h>
#include <set>
#include <sstream>

namespace fracbit::traces {
namespace {

/// The text between "$KEYWORD " and " $end" of a declaration on one line.
std::string body_of(const LineReader& lines, std::size_t keyword_length) {
    const std::string& line = lines.line();
    const auto end = line.rfind("$end");
    if (end == std::string::npos || end <= keyword_length) lines.fail("a declaration must end in '$end' on its line");
    return line.substr(keyword_length + 1, end - keyword_length - 2);
}

void take_comment(const std::string& text, TraceSummary& summary) {
    const auto take = [&](std::string_view key) {
        return text.compare(0, key.size(), key) == 0 ? text.substr(key.size()) : std::string();
    };
    if (const auto value = take("network: "); !value.empty()) summary.network = value;
    if (const auto value = take("architecture: "); !value.empty()) summary.architecture = value;
    if (const auto value = take("clock_mhz: "); !value.empty()) summary.clock_mhz = std::strtod(value.c_str(), nullptr);
}

std::set<std::string> read_declarations(LineReader& lines, TraceSummary& summary) {
    std::set<std::string> codes;
    std::vector<std::string> scopes;
    do {
        std::istringstream words(lines.line());
        std::string keyword;
        words >> keyword;
        if (keyword == "$enddefinitions") return codes;
        if (keyword == "$comment") {
            take_comment(body_of(lines, keyword.size()), summary);
        } else if (keyword == "$timescale") {
            summary.timescale = body_of(lines, keyword.size());
        } else if (keyword == "$scope") {
            std::string kind, name;
            words >> kind >> name;
            scopes.push_back(name);
        } else if (keyword == "$upscope") {
            if (scopes.empty()) lines.fail("'$upscope' without a '$scope'");
            scopes.pop_back();
        } else if (keyword == "$var") {
            std::string type, width, code, name;
            if (!(words >> type >> width >> code >> name))
                lines.fail("a '$var' needs a type, a width, a code and a name");
            std::string path;
            for (std::size_t i = 1; i < scopes.size(); ++i) path += scopes[i] + "."; // the first is "fracbit"
            summary.signals.push_back(path + name);
            codes.insert(code);
        } else if (!keyword.empty()) {
            lines.fail(fmt::format("'{}' among the declarations", keyword));
        }
    } while (lines.next());
    lines.fail("the file ends within its declarations: it was cut off; write it again");
}

} // namespace

TraceSummary summarize_vcd(LineReader& lines) {
    TraceSummary summary;
    summary.format = TraceFormat::vcd;
    const std::set<std::string> codes = read_declarations(lines, summary);
    bool timed = false;
    while (lines.next()) {
        const std::string& line = lines.line();
        if (line.empty() || line == "$dumpvars" || line == "$end") continue;
        if (line[0] == '#') {
            const std::int64_t time = lines.integer(std::string_view(line).substr(1), "the time");
            if (timed && time <= summary.last_time)
                lines.fail(fmt::format("time {} follows time {}; it must go forward", time, summary.last_time));
            if (!timed) summary.first_time = time;
            summary.last_time = time;
            timed = true;
            continue;
        }
        const bool vector = line[0] == 'b';
        const auto space = line.find(' ');
        if (!vector && (line.size() < 2 || std::string_view("01xz").find(line[0]) == std::string_view::npos))
            lines.fail(fmt::format("'{}' is no value change", line));
        if (vector && space == std::string::npos) lines.fail("a vector's value must be 'bDIGITS CODE'");
        const std::string code = vector ? line.substr(space + 1) : line.substr(1);
        if (codes.count(code) == 0) lines.fail(fmt::format("'{}' changes, but no signal has this code", code));
        if (!timed) lines.fail("a value changes before the first time");
        ++summary.events;
    }
    if (!timed) lines.fail("the file ends before its first time: it was cut off; write it again");
    return summary;
}

} // namespace fracbit::traces

#include "traces/line_reader.hpp"

#include "models/core/error.hpp"

#include <cerrno>
#include <cstring>
#include <filesystem>
#include <fmt/format.h>

namespace fracbit::traces {

LineReader::LineReader(std::string path) : path_(std::move(path)) {
    std::error_code ignored;
    if (std::filesystem::is_directory(path_, ignored))
        throw MissingFileError(fmt::format("cannot read '{}': it is a directory, a trace is a file", path_));
    file_.open(path_, std::ios::binary);
    if (!file_) throw MissingFileError(fmt::format("cannot read '{}': {}", path_, std::strerror(errno)));
}

bool LineReader::next() {
    line_.clear();
    ++number_;
    std::streambuf& buffer = *file_.rdbuf();
    for (int c = buffer.sbumpc(); c != std::char_traits<char>::eof(); c = buffer.sbumpc()) {
        if (c == '\n') {
            if (!line_.empty() && line_.back() == '\r') line_.pop_back();
            return true;
        }
        if (line_.size() == longest_line)
            fail(fmt::format("a line of more than {} bytes; this is no trace", longest_line));
        line_ += static_cast<char>(c);
    }
    return !line_.empty();
}

void LineReader::fail(const std::string& message) const {
    throw FormatError(path_, FileLocation{number_, {}, {}, {}}, message);
}

std::vector<std::string> LineReader::fields() const {
    std::vector<std::string> fields(1);
    bool quoted = false;
    for (std::size_t i = 0; i < line_.size(); ++i) {
        const char c = line_[i];
        if (quoted && c == '"' && i + 1 < line_.size() && line_[i + 1] == '"')
            fields.back() += line_[++i];
        else if (c == '"')
            quoted = !quoted;
        else if (c == ',' && !quoted)
            fields.emplace_back();
        else
            fields.back() += c;
    }
    if (quoted) fail("a quote is opened and never closed");
    return fields;
}

std::int64_t LineReader::integer(std::string_view text, const char* what, int base) const {
    std::string_view digits = text;
    if (base == 16 && digits.substr(0, 2) == "0x") digits.remove_prefix(2);
    const char* end = digits.data() + digits.size();
    std::int64_t value = 0;
    std::from_chars_result result{};
    if (base == 16) { // addresses use all 64 bits
        std::uint64_t bits = 0;
        result = std::from_chars(digits.data(), end, bits, base);
        value = static_cast<std::int64_t>(bits);
    } else {
        result = std::from_chars(digits.data(), end, value, base);
    }
    if (digits.empty() || result.ec != std::errc{} || result.ptr != end)
        fail(fmt::format("{} is '{}'; a whole number is needed", what, text));
    return value;
}

} // namespace fracbit::traces

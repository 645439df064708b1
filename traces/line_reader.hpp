// Lines of a text file with their numbers, and what readers say when one is wrong.
#pragma once

#include <charconv>
#include <cstdint>
#include <fstream>
#include <string>
#include <string_view>
#include <vector>

namespace fracbit::traces {

class LineReader {
public:
    static constexpr std::size_t longest_line = 1 << 20;

    /// Throws MissingFileError.
    explicit LineReader(std::string path);
    /// False at the end of the file. Throws FormatError for a line that is too long to be a trace's.
    bool next();
    [[nodiscard]] const std::string& line() const { return line_; }
    [[nodiscard]] std::int64_t number() const { return number_; }
    [[nodiscard]] const std::string& path() const { return path_; }
    /// Throws FormatError at the current line.
    [[noreturn]] void fail(const std::string& message) const;

    /// The comma-separated fields of the current line, quotes removed (RFC 4180, no line breaks inside fields).
    [[nodiscard]] std::vector<std::string> fields() const;
    /// `text` as a whole number, in `base` 10 or 16 ("0x" allowed); fails naming `what`.
    [[nodiscard]] std::int64_t integer(std::string_view text, const char* what, int base = 10) const;

private:
    std::string path_;
    std::ifstream file_;
    std::string line_;
    std::int64_t number_ = 0;
};

} // namespace fracbit::traces

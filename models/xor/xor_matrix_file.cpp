#include "models/core/error.hpp"
#include "models/xor/xor_network.hpp"

#include <fmt/format.h>

#include <cctype>
#include <cerrno>
#include <cstring>
#include <filesystem>
#include <fstream>
#include <string_view>
#include <system_error>

namespace fracbit::models {
namespace {

std::string shown(char c) {
    return std::isprint(static_cast<unsigned char>(c)) ? fmt::format("'{}'", c)
                                                       : fmt::format("byte {:#04x}", static_cast<unsigned char>(c));
}

bool is_space(char c) { return c == ' ' || c == '\t' || c == '\r'; }

/// The line without its comment and the blanks after the last entry.
std::string_view entries(std::string_view line) {
    line = line.substr(0, line.find('#'));
    while (!line.empty() && is_space(line.back())) line.remove_suffix(1);
    return line;
}

struct Reader {
    const std::string& path;
    std::int64_t line = 0;
    std::int64_t n_in = 0;       // columns of the first row; 0: none read yet
    std::int64_t first_line = 0; // where that row is
    std::vector<std::uint64_t> rows;

    [[noreturn]] void fail(std::size_t column, const std::string& message) const {
        throw FormatError(path, {line, static_cast<std::int64_t>(column) + 1, {}, {}}, message);
    }

    void read_row(std::string_view text) {
        std::uint64_t row = 0;
        int columns = 0;
        for (std::size_t i = 0; i < text.size(); ++i) {
            if (is_space(text[i])) continue;
            if (text[i] != '0' && text[i] != '1')
                fail(i, fmt::format("found {}; a row holds only 0s and 1s, blanks between them are allowed",
                                    shown(text[i])));
            if (columns == max_n_in)
                fail(i, fmt::format("the row has more than {} columns; n_in is at most {}", max_n_in, max_n_in));
            if (n_in != 0 && columns == n_in)
                fail(i, fmt::format("the row has more than {} columns, the row at line {} has {}; all rows must be "
                                    "equally long",
                                    n_in, first_line, n_in));
            row |= std::uint64_t{text[i] == '1'} << columns++;
        }
        if (columns < n_in)
            fail(text.size(),
                 fmt::format("the row ends after {} columns, the row at line {} has {}; all rows must be equally long",
                             columns, first_line, n_in));
        if (rows.size() == max_n_out)
            fail(0, fmt::format("the matrix has more than {} rows; n_out is at most {}", max_n_out, max_n_out));
        if (n_in == 0) first_line = line;
        n_in = columns;
        rows.push_back(row);
    }
};

} // namespace

XorNetwork read_xor_matrix(const std::string& path) {
    std::ifstream file(path);
    std::error_code ignored;
    if (!file || std::filesystem::is_directory(path, ignored))
        throw MissingFileError(fmt::format("cannot open the XOR matrix '{}': {}; give a readable text file", path,
                                           file ? "it is a directory" : std::strerror(errno)));
    Reader reader{path, 0, 0, 0, {}};
    for (std::string line; std::getline(file, line);) {
        ++reader.line;
        if (const auto text = entries(line); !text.empty()) reader.read_row(text);
    }
    if (reader.rows.empty()) {
        reader.line = 1;
        reader.fail(0, "the file holds no row; write one row of 0s and 1s a line");
    }
    const auto n_out = static_cast<std::int64_t>(reader.rows.size());
    if (reader.n_in > n_out) {
        reader.line = reader.first_line;
        reader.fail(0,
                    fmt::format("the matrix has {} columns (n_in) but only {} rows (n_out); n_in must not exceed n_out",
                                reader.n_in, n_out));
    }
    return XorNetwork(static_cast<int>(reader.n_in), std::move(reader.rows));
}

} // namespace fracbit::models

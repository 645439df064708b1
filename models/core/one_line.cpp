#include "models/core/one_line.hpp"

#include <algorithm>

namespace fracbit::models {

std::string in_one_line(const std::string& text) {
    const char* const blanks = " \t\r\n";
    std::string line;
    for (std::size_t at = text.find_first_not_of(blanks); at != std::string::npos;) {
        const std::size_t end = std::min(text.find_first_of(blanks, at), text.size());
        line += (line.empty() ? "" : " ") + text.substr(at, end - at);
        at = text.find_first_not_of(blanks, end);
    }
    return line;
}

} // namespace fracbit::models

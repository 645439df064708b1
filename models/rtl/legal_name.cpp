#include "models/rtl/legal_name.hpp"

#include "models/core/utf8.hpp"
#include "models/rtl/sv_keywords.hpp"

#include <algorithm>
#include <fmt/format.h>

namespace fracbit::models {
namespace {

constexpr std::size_t longest_name = 64;

bool is_letter(char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z'); }
bool is_digit(char c) { return c >= '0' && c <= '9'; }

} // namespace

std::string legal_name(std::string_view text) {
    std::string name;
    for (const char c : text)
        if (is_letter(c) || is_digit(c))
            name += c;
        else if (!continues_character(c) && (name.empty() || name.back() != '_'))
            name += '_';
    if (name.empty()) return "unnamed";
    if (!is_letter(name.front())) name.insert(0, name.front() == '_' ? "n" : "n_");
    name.resize(std::min(name.size(), longest_name));
    if (name.back() == '_') name.pop_back(); // two in a row would meet where something is appended
    if (is_sv_keyword(name)) name += "_layer";
    return name;
}

std::string LegalNames::add(std::string_view text) {
    const auto take = [this](std::string name) {
        for (char& c : name)
            if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
        return taken_.insert(name).second;
    };
    std::string name = legal_name(text);
    if (take(name)) return name;
    for (int number = 2;; ++number) {
        std::string numbered = fmt::format("{}_{}", name, number);
        if (take(numbered)) return numbered;
    }
}

std::string quoted_ascii(std::string_view text) {
    std::string quoted = "\"";
    for (const char c : text) {
        const auto byte = static_cast<unsigned char>(c);
        if (byte < 0x20 || byte > 0x7e)
            quoted += fmt::format("\\x{:02x}", byte);
        else
            quoted += c;
    }
    return quoted + '"';
}

} // namespace fracbit::models

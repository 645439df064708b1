#include "models/rtl/text_template.hpp"

#include "models/core/error.hpp"

namespace fracbit::models {

const std::string& TextValues::of(const std::string& key) const {
    for (const auto& [name, value] : values_)
        if (name == key) return value;
    throw Error(fmt::format("a template asks for '{}', which has no value", key));
}

std::string TextValues::fill(const std::string& text) const {
    const auto in_key = [](char c) { return (c >= 'a' && c <= 'z') || c == '_'; };
    std::string result;
    for (std::size_t at = 0; at < text.size();) {
        std::size_t end = at + 1;
        while (end < text.size() && in_key(text[end])) ++end;
        if (text[at] != '@' || end == at + 1 || end == text.size() || text[end] != '@') {
            result += text[at++];
            continue;
        }
        const std::string& value = of(text.substr(at + 1, end - at - 1));
        result += value;
        at = end + 1;
        const bool alone =
            value.empty() && (result.empty() || result.back() == '\n') && at < text.size() && text[at] == '\n';
        if (alone) ++at;
    }
    return result;
}

} // namespace fracbit::models

// Text with places to fill in.
#pragma once

#include <fmt/format.h>
#include <string>
#include <utility>
#include <vector>

namespace fracbit::models {

/// Values for `@key@` in a text. Each key of the text must have one, or Error.
class TextValues {
public:
    template <class Value>
    TextValues& set(const std::string& key, const Value& value) {
        values_.emplace_back(key, fmt::format("{}", value));
        return *this;
    }
    /// The text with all places filled in. A line that is nothing but a place whose value is empty is left out.
    [[nodiscard]] std::string fill(const std::string& text) const;

private:
    [[nodiscard]] const std::string& of(const std::string& key) const;
    std::vector<std::pair<std::string, std::string>> values_;
};

} // namespace fracbit::models

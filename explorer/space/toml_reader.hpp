// A TOML text with its problems: what its reader asks for comes out with its place, and what does not fit is noted.
#pragma once

#include "explorer/space/problems.hpp"
#include "explorer/space/space_file.hpp"
#include "models/config/toml_place.hpp"

#include <optional>
#include <string>
#include <vector>

namespace fracbit::explorer {

class TomlReader {
public:
    /// Throws FormatError when the text is not TOML.
    TomlReader(const std::string& text, const std::string& name);
    [[nodiscard]] const toml::table& root() const { return root_; }
    Problems& problems() { return problems_; }

    /// Notes every key that is not among `file_key_names(name)`.
    void check_keys(const toml::table& table, const std::string& name);
    /// A table of the top level, its keys checked, or null.
    const toml::table* table(const char* name);
    /// [[name]]
    std::vector<const toml::table*> tables(const char* name);

    std::optional<PlacedText> text(const toml::node& node, const std::string& path);
    std::optional<PlacedText> text(const toml::table& table, const std::string& table_name, const char* key,
                                   bool required);
    std::vector<PlacedText> texts(const toml::node& node, const std::string& path);
    /// A single value of the rule's type.
    std::optional<PlacedValue> value(const toml::node& node, const models::KeyRule& rule);

private:
    Problems problems_;
    toml::table root_;
};

} // namespace fracbit::explorer

// The keys that a space file has itself, once: its reader and the page docs/design_spaces.md use this list.
#pragma once

#include "models/config/key_rule.hpp"

#include <string>
#include <vector>

namespace fracbit::explorer {

struct FileKey {
    std::string table; ///< empty: top level
    std::string name;
    std::string value; ///< what it holds, for people
    std::string meaning;
};

const std::vector<FileKey>& file_keys();

/// Names allowed in a table; nothing for [parameters] and [[together]], which hold keys of points, as [base] also does.
std::vector<std::string> file_key_names(const std::string& table);

/// name
const models::KeyRule& space_name_rule();

/// network.runs
const models::KeyRule& network_runs_rule();

/// A table for people: key, value, meaning.
std::string describe_file_keys();

} // namespace fracbit::explorer

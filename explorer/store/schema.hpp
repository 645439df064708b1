// The tables and views of a result store (docs/store.md).
#pragma once

#include "explorer/evaluation/evaluator.hpp"
#include "explorer/store/store_header.hpp"

#include <array>
#include <cstdint>
#include <string>
#include <vector>

namespace fracbit::explorer {

inline constexpr std::int64_t store_application_id = 0x46726253; ///< "FrbS"
inline constexpr std::array<const char*, point_status_count> status_names{"feasible", "excluded", "invalid",
                                                                          "no_accuracy", "constrained"};

struct SchemaObject {
    std::string type, name, sql; ///< as in the table sqlite_schema
};

/// In the order in which they are made.
std::vector<SchemaObject> schema_of(const std::vector<StoredColumn>& columns);

} // namespace fracbit::explorer

// A report as JSON. The keys are a contract (docs/reports.md); new ones may be added, none renamed.
#pragma once

#include "models/results/report.hpp"

#include <nlohmann/json_fwd.hpp>

namespace fracbit::models {

inline constexpr int report_format_version = 1;

nlohmann::ordered_json to_json(const Report& report);

} // namespace fracbit::models

// Writes the CSV reports.
#pragma once

#include "models/results/report.hpp"

#include <string>
#include <vector>

namespace fracbit::cli {

/// Paths of the files that --csv-prefix asks for.
std::vector<std::string> csv_paths(const std::string& prefix);

/// All files or none; returns a line "wrote ..." for each.
std::string write_csv_reports(const models::Report& report, const std::string& prefix);

} // namespace fracbit::cli

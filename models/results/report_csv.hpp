// A report as the CSV files that users of SCALE-Sim (v2, v3) know: same file names, column names, ", " between cells
// and a comma at the end of each line. Columns of quantities that this machine does not have are left out; ours follow.
#pragma once

#include "models/results/report.hpp"

#include <string>
#include <vector>

namespace fracbit::models {

struct ReportFile {
    std::string name; ///< "COMPUTE_REPORT.csv", ...
    std::string text;
};

/// Compute, bandwidth and detailed access report. docs/reports.md says what each column is here.
std::vector<ReportFile> report_csv_files(const Report& report);

} // namespace fracbit::models

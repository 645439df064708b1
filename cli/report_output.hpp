// The CSV reports of --csv-prefix.
#pragma once

#include "models/files/atomic_file.hpp"
#include "models/results/report.hpp"

#include <memory>
#include <string>
#include <vector>

namespace fracbit::cli {

/// Paths of the files that --csv-prefix asks for.
std::vector<std::string> csv_paths(const std::string& prefix);

/// Opens the files before the run that they report, so that a path which cannot be written costs no simulation.
class CsvReports {
public:
    /// An empty prefix: no files. Throws IoError.
    explicit CsvReports(const std::string& prefix);
    [[nodiscard]] bool wanted() const { return !files_.empty(); }
    /// All files or none; returns a line "wrote ..." for each.
    std::string write(const models::Report& report);

private:
    std::vector<std::unique_ptr<models::AtomicFile>> files_;
};

} // namespace fracbit::cli

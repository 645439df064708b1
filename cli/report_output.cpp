#include "cli/report_output.hpp"

#include "models/results/report_csv.hpp"

#include <fmt/format.h>

namespace fracbit::cli {

std::vector<std::string> csv_paths(const std::string& prefix) {
    std::vector<std::string> paths;
    for (const models::ReportFile& file : models::report_csv_files({})) paths.push_back(prefix + file.name);
    return paths;
}

CsvReports::CsvReports(const std::string& prefix) {
    if (prefix.empty()) return;
    for (const std::string& path : csv_paths(prefix)) files_.push_back(std::make_unique<models::AtomicFile>(path));
}

std::string CsvReports::write(const models::Report& report) {
    std::string text;
    const std::vector<models::ReportFile> reports = models::report_csv_files(report);
    for (std::size_t i = 0; i < files_.size(); ++i) {
        files_[i]->write(reports[i].text);
        text += fmt::format("wrote {}\n", files_[i]->path());
    }
    models::commit_all(files_);
    return text;
}

} // namespace fracbit::cli

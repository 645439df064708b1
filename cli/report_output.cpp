#include "cli/report_output.hpp"

#include "models/files/atomic_file.hpp"
#include "models/results/report_csv.hpp"

#include <memory>

#include <fmt/format.h>

namespace fracbit::cli {

std::vector<std::string> csv_paths(const std::string& prefix) {
    std::vector<std::string> paths;
    for (const models::ReportFile& file : models::report_csv_files({})) paths.push_back(prefix + file.name);
    return paths;
}

std::string write_csv_reports(const models::Report& report, const std::string& prefix) {
    std::vector<std::unique_ptr<models::AtomicFile>> files;
    std::string text;
    for (const models::ReportFile& file : models::report_csv_files(report)) {
        files.push_back(std::make_unique<models::AtomicFile>(prefix + file.name));
        files.back()->write(file.text);
        text += fmt::format("wrote {}\n", prefix + file.name);
    }
    for (const auto& file : files) file->commit();
    return text;
}

} // namespace fracbit::cli

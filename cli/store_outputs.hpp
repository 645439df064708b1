// What explore, merge and report have in common: the front as a table, as JSON, as CSV, as a picture.
#pragma once

#include "cli/cli11_fwd.hpp"
#include "cli/distinct_files.hpp"
#include "cli/json_output.hpp"
#include "explorer/store/result_store.hpp"
#include "models/files/atomic_file.hpp"

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace fracbit::cli {

struct StoreOutputOptions {
    std::string json, csv, sample_csv, svg, png, x, y;
    std::int64_t rows = 20;

    /// --json and --rows.
    void add_to(CLI::App& command);
    /// --csv, --sample-csv, --svg, --png, --x, --y.
    void add_files_to(CLI::App& command);
    /// What is written, with the options that say so.
    [[nodiscard]] std::vector<NamedFile> files() const;
    /// Throws ConfigError for --x and --y without a chart, and for such that columns of the store cannot give.
    void check_axes(const std::vector<explorer::StoredColumn>& columns) const;
};

/// Files are opened before the work starts and appear when they are whole.
class StoreOutputs {
public:
    explicit StoreOutputs(const StoreOutputOptions& options);
    /// `before`: lines for people above the table.
    void write(const explorer::StoreContents& contents, const std::string& before = {});

private:
    const StoreOutputOptions& options_;
    JsonOutput json_;
    std::optional<models::AtomicFile> csv_, sample_csv_, svg_, png_;
};

} // namespace fracbit::cli

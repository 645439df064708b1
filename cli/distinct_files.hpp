// No output may take the place of an input, or of another output; standard output is for JSON.
#pragma once

#include <string>
#include <vector>

namespace fracbit::cli {

/// A file and what named it: an option, or what the file is.
struct NamedFile {
    std::string what, path; ///< no path: none
};

/// Throws ConfigError for "-" where it is not JSON that goes there: on standard output half a result would look like a
/// whole one, beside the table.
void check_standard_output(const std::vector<NamedFile>& outputs);

/// The same, and for an output that is an input, by whatever path, and for two outputs that are one file. Devices and
/// pipes can take several.
void check_distinct(const std::vector<NamedFile>& inputs, const std::vector<NamedFile>& outputs);

} // namespace fracbit::cli

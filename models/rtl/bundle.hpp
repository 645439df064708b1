// The files of an export.
#pragma once

#include <string>
#include <vector>

namespace fracbit::models {

struct RtlFile {
    std::string name; ///< inside the bundle's folder, with / between folder and file
    std::string text;
};

struct RtlBundle {
    std::string top;       ///< module of the weight path
    std::string testbench; ///< its testbench; empty if there is none
    std::vector<RtlFile> files;
    /// Throws Error if there is no such file.
    [[nodiscard]] const std::string& text_of(const std::string& name) const;
};

/// Writes all files, or nothing: they are written to a folder beside and put in place at the end. A folder that holds
/// nothing but an earlier export is replaced. Throws ConfigError if it holds anything else, or is a file; IoError if
/// writing fails.
void write_bundle(const RtlBundle& bundle, const std::string& folder);

} // namespace fracbit::models

// Programs of others, run in a folder.
#pragma once

#include "models/rtl/bundle.hpp"

#include <string>
#include <vector>

namespace fracbit::test {

struct ToolRun {
    int status = 0;     ///< of the shell; not 0: failed
    std::string output; ///< standard output and error
};

/// Runs a shell command in `folder`.
ToolRun run_in(const std::string& folder, const std::string& command);

void write_files(const std::vector<models::RtlFile>& files, const std::string& folder);

/// Whether a program was found when the build was configured: its `path` is then not empty. If not, prints the line
/// that makes ctest report the case as skipped.
[[nodiscard]] bool is_there(const char* path, const char* program);

} // namespace fracbit::test

#include "tests/rtl/tools.hpp"

#include "models/files/text_file.hpp"

#include <cstdlib>
#include <filesystem>
#include <fmt/format.h>
#include <fstream>
#include <iostream>
#include <sys/wait.h>

namespace fracbit::test {

ToolRun run_in(const std::string& folder, const std::string& command) {
    const std::string log = folder + "/tool-output.txt";
    const int status = std::system(fmt::format("cd '{}' && ( {} ) > tool-output.txt 2>&1", folder, command).c_str());
    return {WIFEXITED(status) ? WEXITSTATUS(status) : 128, models::read_text_file(log)};
}

void write_files(const std::vector<models::RtlFile>& files, const std::string& folder) {
    for (const models::RtlFile& file : files) {
        const std::filesystem::path path = std::filesystem::path(folder) / file.name;
        std::filesystem::create_directories(path.parent_path());
        std::ofstream(path) << file.text;
    }
}

bool is_there(const char* path, const char* program) {
    if (*path != '\0') return true;
    std::cout << "SKIPPED: " << program << " was not found when the build was configured\n";
    return false;
}

} // namespace fracbit::test

#include "models/files/linked_path.hpp"

#include <filesystem>

namespace fracbit::models {

std::string follow_links(const std::string& path) {
    constexpr int most_links = 40; // as many as Linux follows
    std::filesystem::path at = path;
    std::error_code problem;
    for (int links = 0; links < most_links && std::filesystem::is_symlink(at, problem); ++links)
        at = at.parent_path() / std::filesystem::read_symlink(at, problem);
    return at.string();
}

} // namespace fracbit::models

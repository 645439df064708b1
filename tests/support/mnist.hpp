// Where the tests find the MNIST data set, which is not part of the repository.
#pragma once

#include <catch2/catch.hpp>

#include <cstdlib>
#include <filesystem>
#include <iostream>
#include <optional>
#include <string>

namespace fracbit::tests {

/// The folder "mnist" inside $FRACBIT_DATA_DIR, else inside ../shared/data beside the source folder; empty if there is
/// none. A variable that is set to a folder without "mnist" fails the test: a typing error must not skip it.
inline std::optional<std::string> mnist_folder() {
    namespace fs = std::filesystem;
    if (const char* set = std::getenv("FRACBIT_DATA_DIR"); set != nullptr && *set != '\0') {
        const fs::path folder = fs::path(set) / "mnist";
        if (!fs::is_directory(folder))
            FAIL("FRACBIT_DATA_DIR is set to '" << set << "', which holds no folder 'mnist'");
        return folder.string();
    }
    const fs::path folder = fs::path(FRACBIT_SOURCE_DIR) / ".." / "shared" / "data" / "mnist";
    if (fs::is_directory(folder)) return folder.string();
    return std::nullopt;
}

/// As `mnist_folder`, and where there is none a line "SKIPPED: ..." says so:
/// `const auto folder = mnist_or_skip(); if (!folder) return;`
inline std::optional<std::string> mnist_or_skip() {
    auto folder = mnist_folder();
    if (!folder) {
        std::cout
            << "SKIPPED: no MNIST at ../shared/data/mnist; set FRACBIT_DATA_DIR to the folder that holds mnist/\n";
        WARN("skipped: no MNIST");
    }
    return folder;
}

} // namespace fracbit::tests

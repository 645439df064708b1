// A CSV file that lives as long as the test that needs it, and the text of the error that reading it gives.
#pragma once

#include "models/core/error.hpp"

#include <cstdio>
#include <filesystem>
#include <fstream>
#include <string>
#include <string_view>

#include <unistd.h>

namespace fracbit::tests {

class CsvFile {
public:
    explicit CsvFile(std::string_view text, const std::string& name = "net") {
        static int count = 0;
        folder_ = std::filesystem::temp_directory_path() /
                  ("fracbit-csv-" + std::to_string(::getpid()) + "-" + std::to_string(count++));
        std::filesystem::create_directories(folder_);
        path_ = (folder_ / (name + ".csv")).string();
        std::ofstream(path_, std::ios::binary) << text;
    }
    ~CsvFile() {
        std::error_code ignored;
        std::filesystem::remove_all(folder_, ignored);
    }
    CsvFile(const CsvFile&) = delete;
    CsvFile& operator=(const CsvFile&) = delete;

    [[nodiscard]] const std::string& path() const { return path_; }

    /// Text of the `ErrorType` that `read(path())` throws, with the path shortened to "F"; "" if it throws none.
    template <class ErrorType, class Read>
    [[nodiscard]] std::string error(Read read) const {
        try {
            read(path_);
        } catch (const ErrorType& error) {
            std::string text = error.what();
            for (auto at = text.find(path_); at != std::string::npos; at = text.find(path_))
                text.replace(at, path_.size(), "F");
            return text;
        }
        return "";
    }

private:
    std::filesystem::path folder_;
    std::string path_;
};

} // namespace fracbit::tests

// What is wrong with a space file, collected so that all of it can be said at once.
#pragma once

#include "models/core/error.hpp"

#include <string>
#include <vector>

namespace fracbit::explorer {

class Problems {
public:
    explicit Problems(std::string file) : file_(std::move(file)) {}
    void add(const FileLocation& where, std::string text) { problems_.push_back({where, std::move(text)}); }
    [[nodiscard]] bool empty() const { return problems_.empty(); }
    [[nodiscard]] const std::string& file() const { return file_; }
    /// "FILE:LINE:COLUMN: text"
    [[nodiscard]] std::string placed(const FileLocation& where, const std::string& text) const;
    /// In the order of the file, one a line; return if there are none.
    void throw_format_error() const;
    void throw_config_error() const;

private:
    struct Problem {
        FileLocation where;
        std::string text;
    };
    [[nodiscard]] std::vector<Problem> sorted() const;
    std::string file_;
    std::vector<Problem> problems_;
};

} // namespace fracbit::explorer

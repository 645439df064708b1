// One line on a terminal that says how far the work is; nothing where nobody looks.
#pragma once

#include <chrono>
#include <string>

namespace fracbit::cli {

class ProgressLine {
public:
    ProgressLine();
    ~ProgressLine() { clear(); }
    ProgressLine(const ProgressLine&) = delete;
    ProgressLine& operator=(const ProgressLine&) = delete;

    /// Overwrites the line, at most ten times a second.
    void show(const std::string& text);
    void clear();

private:
    bool on_;
    bool shown_ = false;
    std::chrono::steady_clock::time_point last_{};
};

} // namespace fracbit::cli

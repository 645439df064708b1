// How far the work is: one line on a terminal, nothing where nobody looks. For programs that run this one and set
// FRACBIT_PROGRESS=lines: lines "progress SHARE TEXT" on stderr, SHARE from 0 to 1 or - if it is not known.
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

    /// Overwrites the line, at most ten times a second. `share`: of the work, 0 to 1; negative: not known.
    void show(const std::string& text, double share = -1);
    void clear();

private:
    enum class Form { none, terminal, lines };
    Form form_;
    bool shown_ = false;
    std::chrono::steady_clock::time_point last_{};
};

} // namespace fracbit::cli

#include "cli/progress_line.hpp"

#include "cli/console.hpp"

#include <cstdio>

#include <fmt/format.h>

namespace fracbit::cli {

ProgressLine::ProgressLine() : on_(shows_progress()) {}

void ProgressLine::show(const std::string& text) {
    const auto now = std::chrono::steady_clock::now();
    if (!on_ || now - last_ < std::chrono::milliseconds(100)) return;
    last_ = now;
    shown_ = true;
    const std::string line = text.substr(0, static_cast<std::size_t>(terminal_width() - 1));
    fmt::print(stderr, "\r{}\x1b[K", line);
    std::fflush(stderr);
}

void ProgressLine::clear() {
    if (shown_) fmt::print(stderr, "\r\x1b[K");
    shown_ = false;
}

} // namespace fracbit::cli

#include "cli/progress_line.hpp"

#include "cli/console.hpp"

#include <cstdlib>
#include <cstring>

#include <fmt/format.h>

namespace fracbit::cli {

ProgressLine::ProgressLine() : form_(shows_progress() ? Form::terminal : Form::none) {
    const char* wanted = std::getenv("FRACBIT_PROGRESS");
    if (wanted != nullptr && std::strcmp(wanted, "lines") == 0) form_ = Form::lines;
}

void ProgressLine::show(const std::string& text, double share) {
    const auto now = std::chrono::steady_clock::now();
    if (form_ == Form::none || now - last_ < std::chrono::milliseconds(100)) return;
    last_ = now;
    if (form_ == Form::lines) {
        print_error(fmt::format("progress {} {}\n", share < 0 ? "-" : fmt::format("{:.4f}", share), text));
    } else {
        shown_ = true;
        const std::string line = text.substr(0, static_cast<std::size_t>(terminal_width() - 1));
        print_error(fmt::format("\r{}\x1b[K", line));
    }
}

void ProgressLine::clear() {
    if (shown_) print_error("\r\x1b[K");
    shown_ = false;
}

} // namespace fracbit::cli

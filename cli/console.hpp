// Standard output and the terminal behind it.
#pragma once

#include <string>

namespace fracbit::cli {

/// Writes to standard output. A reader that went away (`| head`) is no error; a full disk is an IoError.
void print(const std::string& text);

/// Writes to standard error, as far as that can be written: there is nobody left to tell.
void print_error(const std::string& text);

/// Characters a line: of the terminal behind standard output, else $COLUMNS, else 80.
int terminal_width();

/// Whether standard error is a terminal: progress is for people.
bool shows_progress();

} // namespace fracbit::cli

// Standard output, standard error and the terminal behind them.
#pragma once

#include <string>

namespace fracbit::cli {

/// To be called before any file is opened. A program that is started with a standard stream closed (`>&-`) would get
/// the stream's number for its first file, and print into that; from now on writing to such a stream fails instead.
void guard_standard_streams();

/// Writes to standard output. A reader that went away (`| head`) is no error; a full disk is an IoError.
void print(const std::string& text);

/// Writes to standard error, as far as that can be written: there is nobody left to tell.
void print_error(const std::string& text);

/// Characters a line: of the terminal behind standard output, else $COLUMNS, else 80.
int terminal_width();

/// Whether standard error is a terminal: progress is for people.
bool shows_progress();

} // namespace fracbit::cli

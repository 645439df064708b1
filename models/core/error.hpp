// The error hierarchy. Every failure a user can cause or see is one of these; only `main` turns them into exit
// codes. Messages say what was found, what is allowed and what to do.
#pragma once

#include <cstdint>
#include <optional>
#include <stdexcept>
#include <string>

namespace fracbit {

/// Process exit codes of every program of the project.
enum class ExitCode : int { success = 0, run_failed = 1, bad_input = 2 };

class Error : public std::runtime_error {
public:
    explicit Error(const std::string& message, ExitCode code = ExitCode::run_failed)
        : std::runtime_error(message), code_(code) {}
    [[nodiscard]] ExitCode exit_code() const noexcept { return code_; }

private:
    ExitCode code_;
};

/// A configuration, shape or command-line value that is not allowed.
class ConfigError : public Error {
public:
    explicit ConfigError(const std::string& message) : Error(message, ExitCode::bad_input) {}
};

/// A place inside an input file: a line and column (from 1), a byte offset, or the name of a data set.
struct FileLocation {
    std::optional<std::int64_t> line;
    std::optional<std::int64_t> column;
    std::optional<std::int64_t> offset;
    std::string object;
};

/// A file whose contents are not what its format says. The message starts with "FILE:LINE:COLUMN: " (as far as known).
class FormatError : public Error {
public:
    FormatError(const std::string& file, const FileLocation& where, const std::string& message);
    FormatError(const std::string& file, const std::string& message) : FormatError(file, FileLocation{}, message) {}
    [[nodiscard]] const std::string& file() const noexcept { return file_; }
    [[nodiscard]] const FileLocation& where() const noexcept { return where_; }

private:
    std::string file_;
    FileLocation where_;
};

/// A file that cannot be opened for reading (missing, a directory, no permission).
class MissingFileError : public Error {
public:
    explicit MissingFileError(const std::string& message) : Error(message, ExitCode::bad_input) {}
};

/// Writing failed: full disk, no permission, a vanished folder.
class IoError : public Error {
public:
    explicit IoError(const std::string& message) : Error(message, ExitCode::run_failed) {}
};

/// A simulation that violated an invariant or made no progress. Names the blocks concerned.
class SimulationError : public Error {
public:
    explicit SimulationError(const std::string& message) : Error(message, ExitCode::run_failed) {}
};

} // namespace fracbit

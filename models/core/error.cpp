#include "models/core/error.hpp"

namespace fracbit {
namespace {

std::string located(const std::string& file, const FileLocation& where, const std::string& message) {
    std::string text = file;
    if (where.line) (text += ":") += std::to_string(*where.line);
    if (where.line && where.column) (text += ":") += std::to_string(*where.column);
    if (where.offset) (text += ": at byte ") += std::to_string(*where.offset);
    if (!where.object.empty()) (text += ": in ") += where.object;
    return text + ": " + message;
}

} // namespace

FormatError::FormatError(const std::string& file, const FileLocation& where, const std::string& message)
    : Error(located(file, where, message), ExitCode::bad_input), file_(file), where_(where) {}

} // namespace fracbit

#include "models/files/binary_file.hpp"

#include "models/core/error.hpp"

#include <cerrno>
#include <cstdio>
#include <cstring>
#include <filesystem>
#include <memory>
#include <unistd.h>

namespace fracbit::models {
namespace {

using File = std::unique_ptr<std::FILE, int (*)(std::FILE*)>;

[[noreturn]] void refuse(const std::string& path, int error) {
    throw MissingFileError("cannot open '" + path + "': " + std::strerror(error) + "; check the path");
}

void refuse_folder(const std::string& path) {
    std::error_code ignored;
    if (std::filesystem::is_directory(path, ignored))
        throw MissingFileError("cannot open '" + path + "': it is a folder; give the name of a file");
}

File open_for_reading(const std::string& path) {
    refuse_folder(path);
    File file(std::fopen(path.c_str(), "rb"), &std::fclose);
    if (file == nullptr) refuse(path, errno);
    return file;
}

} // namespace

std::vector<std::uint8_t> read_bytes(const std::string& path) {
    const File file = open_for_reading(path);
    std::vector<std::uint8_t> bytes;
    std::error_code unknown;
    const auto size = std::filesystem::file_size(path, unknown); // pipes have none: then the buffer grows as they come
    if (!unknown) bytes.reserve(static_cast<std::size_t>(size) + 1);
    constexpr std::size_t step = 1 << 16;
    std::size_t got = 0;
    do {
        const std::size_t filled = bytes.size();
        bytes.resize(filled + step);
        got = std::fread(bytes.data() + filled, 1, step, file.get());
        bytes.resize(filled + got);
    } while (got == step);
    if (std::ferror(file.get()) != 0) throw IoError("cannot read '" + path + "': " + std::strerror(errno));
    return bytes;
}

void require_readable(const std::string& path) {
    refuse_folder(path);
    if (::access(path.c_str(), R_OK) != 0) refuse(path, errno);
}

} // namespace fracbit::models

#include "cli/file_kind.hpp"

#include "models/core/error.hpp"
#include "models/files/binary_file.hpp"

#include <array>
#include <filesystem>
#include <fstream>

namespace fracbit::cli {
namespace {

constexpr std::size_t head_size = 64;

std::string head_of(const std::string& path) {
    models::require_readable(path);
    std::ifstream file(path, std::ios::binary);
    std::string head(head_size, '\0');
    file.read(head.data(), head_size);
    head.resize(static_cast<std::size_t>(file.gcount()));
    return head;
}

} // namespace

FileKind file_kind(const std::string& path) {
    const std::string head = head_of(path);
    const std::string extension = std::filesystem::path(path).extension().string();
    const auto starts = [&head](const std::string& text) { return head.compare(0, text.size(), text) == 0; };
    // Our own model files put 512 bytes before the HDF5 signature.
    if (starts("\x89HDF") || extension == ".h5" || extension == ".hdf5") return FileKind::model;
    if (extension == ".toml") return FileKind::architecture;
    for (const char* first :
         {"# fracbit event trace", "# fracbit cycle trace", "# fracbit DRAM", "$", "{", "LD ", "ST ", "0x"})
        if (starts(first)) return FileKind::trace;
    if (extension == ".stl" || extension == ".vcd" || extension == ".trace") return FileKind::trace;
    if (extension == ".csv") return FileKind::network;
    throw FormatError(
        path, "of no known kind; known are models (.h5), networks (.csv), architectures (.toml) and traces; an XOR "
              "matrix is read with --matrix FILE");
}

} // namespace fracbit::cli

#include "models/files/file_seal.hpp"

#include "models/core/error.hpp"

#include <cstring>
#include <fmt/format.h>
#include <fstream>
#include <vector>
#include <zlib.h>

namespace fracbit::models {
namespace {

constexpr std::string_view title = "fracbit sealed file; HDF5 starts at byte 512\n";

std::uint32_t update(std::uint32_t crc, std::string_view bytes) {
    return static_cast<std::uint32_t>(::crc32_z(crc, reinterpret_cast<const Bytef*>(bytes.data()), bytes.size()));
}

std::string seal_text(std::uint64_t length, std::uint32_t crc) {
    auto seal = fmt::format("{}bytes {}\ncrc32 {:08x}\n", title, length, crc);
    seal.resize(seal_bytes, '\0');
    return seal;
}

} // namespace

std::string make_seal(std::string_view contents) { return seal_text(contents.size(), update(0, contents)); }

bool check_seal(const std::string& path, std::string_view remedy) {
    std::ifstream file(path, std::ios::binary);
    std::string seal(seal_bytes, '\0');
    file.read(seal.data(), static_cast<std::streamsize>(seal.size()));
    seal.resize(static_cast<std::size_t>(file.gcount()));
    if (seal.substr(0, title.size()) != title) return false;

    std::uint64_t length = 0;
    std::uint32_t crc = 0;
    std::vector<char> buffer(1 << 18);
    while (file.read(buffer.data(), static_cast<std::streamsize>(buffer.size())), file.gcount() > 0) {
        const auto count = static_cast<std::size_t>(file.gcount());
        length += count;
        crc = update(crc, {buffer.data(), count});
    }
    if (file.bad()) throw IoError("cannot read '" + path + "': " + std::strerror(errno));
    if (seal != seal_text(length, crc)) {
        const auto end = std::min(seal.find('\0'), seal.size());
        auto stated = seal.substr(title.size(), end > title.size() ? end - title.size() : 0);
        for (auto& c : stated)
            if (c == '\n') c = ' ';
        throw FormatError(
            path, {{}, {}, 0, {}},
            fmt::format("the seal states '{}', found bytes {} crc32 {:08x}: the file is damaged, truncated "
                        "or was changed by another program; {}",
                        stated, length, crc, remedy));
    }
    return true;
}

} // namespace fracbit::models

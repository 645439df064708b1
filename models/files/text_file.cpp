#include "models/files/text_file.hpp"

#include "models/files/binary_file.hpp"

namespace fracbit::models {

std::string read_text_file(const std::string& path) {
    const auto bytes = read_bytes(path);
    return {bytes.begin(), bytes.end()};
}

} // namespace fracbit::models

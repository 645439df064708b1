// Images that a user names: IDX files (any number of images) or PGM (one).
#pragma once

#include "models/network/network.hpp"

#include <cstdint>
#include <string>
#include <vector>

namespace fracbit::cli {

/// Pixels of the first `count` images of `path`, [image][repeat][channel][row][column] as the network's first layer
/// reads them. Throws MissingFileError, FormatError, and ConfigError for images of another size, too few of them, or a
/// network whose layers are independent.
std::vector<std::uint8_t> read_images(const std::string& path, const models::Network& network, std::int64_t count);

/// Values of one run of the network: repeat x channels x rows x columns.
std::int64_t input_size(const models::Network& network);

/// `pixels` cut into runs.
std::vector<std::vector<std::uint8_t>> cut_images(const std::vector<std::uint8_t>& pixels, std::int64_t size);

} // namespace fracbit::cli

// JPEG and PNG files as 8-bit RGB, decoded by libjpeg and libpng.
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <vector>

namespace fracbit::models {

struct RgbImage {
    std::int64_t width = 0, height = 0;
    std::vector<std::uint8_t> pixels; ///< [row][column][red, green, blue]
};

/// The format is told by the first bytes, not by the name. Grey becomes R = G = B; CMYK and YCCK (Adobe's inverted
/// ones, too) become RGB without colour profiles; transparent pixels lie on black; 16 bits become 8. Throws
/// MissingFileError; FormatError for other formats, files that are damaged or end too early, images of more than 2^28
/// pixels. Stray bytes between a JPEG's parts are no damage: some of ImageNet's files have them.
RgbImage decode_image(const std::string& path);
/// The same from memory; `path` is for messages.
RgbImage decode_image(std::span<const std::uint8_t> bytes, const std::string& path);

} // namespace fracbit::models

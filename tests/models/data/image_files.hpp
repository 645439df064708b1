// JPEG and PNG files made by libjpeg and libpng.
#pragma once

#include "models/data/image_decoder.hpp"

#include <cstdint>
#include <string>

namespace fracbit::tests {

enum class JpegColours { rgb, grey, cmyk, adobe_cmyk };

/// Colours that change slowly, different for each seed: what JPEG keeps well.
models::RgbImage smooth_image(std::int64_t width, std::int64_t height, std::uint64_t seed);

/// The image as a JPEG of quality 95; grey: its red; CMYK: black is drawn where the image is dark.
std::string jpeg_bytes(const models::RgbImage& image, JpegColours colours = JpegColours::rgb);
std::string png_bytes(const models::RgbImage& image);
/// PNG with other pixels: `format` is one of libpng's PNG_FORMAT_..., pixels as it wants them.
std::string png_bytes(const void* pixels, std::int64_t width, std::int64_t height, std::uint32_t format);

} // namespace fracbit::tests

// libjpeg, behind a function that throws nothing but bad_alloc.
#pragma once

#include "models/data/image_decoder.hpp"

namespace fracbit::models {

inline constexpr std::int64_t most_pixels = std::int64_t{1} << 28;

struct JpegImage {
    RgbImage image;
    std::string failure; ///< why there is no image; empty if there is one
};

JpegImage decode_jpeg(std::span<const std::uint8_t> bytes);

} // namespace fracbit::models

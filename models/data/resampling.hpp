// Parts of images, brought to another size.
#pragma once

#include "models/core/random.hpp"
#include "models/data/image_decoder.hpp"

#include <span>

namespace fracbit::models {

/// Part of an image; pixel (x, y) covers [x, x + 1) x [y, y + 1).
struct ImageBox {
    double left = 0, top = 0, width = 0, height = 0;
    friend bool operator==(const ImageBox&, const ImageBox&) = default;
};

/// The square in the middle whose side is `share` of the shorter side.
ImageBox centre_box(const RgbImage& image, double share);

/// A part of 8 to 100 % of the area with sides in a ratio of 3/4 to 4/3, evenly drawn (the ratio in its logarithm), in
/// whole pixels; after ten draws that do not fit, the largest middle part of such a ratio (Szegedy et al., "Going
/// deeper with convolutions", CVPR 2015; sizes and draws as torchvision's RandomResizedCrop has them).
ImageBox random_box(const RgbImage& image, Random& random);

/// Bilinear: each new pixel is the mean of old ones with weights that fall linearly to 0 at a distance of one pixel,
/// the old or the new one, whichever is wider; so shrinking averages. Weights are rounded to 2^-15 and sum to 1, each
/// pass (rows, then columns) rounds to 8 bits: the same values on every machine. Nothing outside the box (whole pixels
/// that it touches) is looked at. `pixels`: [channel][row][column] of 3 x height x width.
void resample(const RgbImage& image, const ImageBox& box, std::int64_t width, std::int64_t height, bool mirrored,
              std::span<std::uint8_t> pixels);

} // namespace fracbit::models

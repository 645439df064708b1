// Work over many images, a block at a time on all cores. Blocks have a fixed size and write to places of their own, so
// that results do not depend on the number of cores.
#pragma once

#include <cstdint>
#include <functional>

namespace fracbit::models {

inline constexpr std::int64_t images_per_block = 16;

/// Calls `work(first, count)` for consecutive blocks of images 0 .. images - 1, in any order and at the same time.
void for_image_blocks(std::int64_t images, const std::function<void(std::int64_t first, std::int64_t count)>& work);

/// Number of images in `values` numbers; throws ConfigError if it is not whole.
std::int64_t count_images(std::size_t values, std::int64_t elements);

} // namespace fracbit::models

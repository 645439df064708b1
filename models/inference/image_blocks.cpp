#include "models/inference/image_blocks.hpp"

#include "models/core/error.hpp"
#include "models/core/units.hpp"

#include <algorithm>
#include <fmt/format.h>
#include <tbb/parallel_for.h>

namespace fracbit::models {

void for_image_blocks(std::int64_t images, const std::function<void(std::int64_t first, std::int64_t count)>& work) {
    tbb::parallel_for(std::int64_t{0}, ceil_div(images, images_per_block), [&](std::int64_t block) {
        const std::int64_t first = block * images_per_block;
        work(first, std::min(images_per_block, images - first));
    });
}

std::int64_t count_images(std::size_t values, std::int64_t elements) {
    const auto count = static_cast<std::int64_t>(values);
    if (count % elements != 0)
        throw ConfigError(
            fmt::format("{} pixels, must be a multiple of {}, an image of the model's input shape", count, elements));
    return count / elements;
}

} // namespace fracbit::models

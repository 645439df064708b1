#include "models/data/image_source.hpp"

#include "models/core/error.hpp"
#include "models/core/hashing.hpp"

#include <algorithm>
#include <fmt/format.h>
#include <numeric>
#include <tbb/parallel_for.h>
#include <tbb/task_arena.h>

namespace fracbit::models {

void ImageSource::read_random_crop(std::int64_t /*i*/, Random& /*random*/, std::span<std::uint8_t> /*pixels*/) const {
    throw ConfigError("random resized crops need images in files of their own, as data.dataset = \"image_folder\" has");
}

void ImageSetSource::read(std::int64_t i, std::span<std::uint8_t> pixels) const {
    const auto image = set_.image(i);
    std::copy(image.begin(), image.end(), pixels.begin());
}

std::string ImageSetSource::fingerprint() const {
    ByteHash hash;
    hash.add(set_.pixels);
    hash.add(set_.labels);
    return fmt::format("{} images, hash {:016x}", set_.size(), hash.value());
}

std::vector<std::uint8_t> read_images(const ImageSource& source, std::span<const std::int64_t> picked,
                                      const ReadOptions& options) {
    const auto size = static_cast<std::size_t>(source.shape().elements());
    std::vector<std::uint8_t> pixels(picked.size() * size);
    const auto read = [&](std::size_t k) {
        const auto to = std::span(pixels).subspan(k * size, size);
        if (!options.crop_seed) return source.read(picked[k], to);
        Random random(mixed_bits(*options.crop_seed) + static_cast<std::uint64_t>(picked[k]));
        source.read_random_crop(picked[k], random, to);
    };
    if (options.threads == 1 || picked.size() < 2) {
        for (std::size_t k = 0; k < picked.size(); ++k) read(k);
    } else {
        const int most = tbb::this_task_arena::max_concurrency();
        tbb::task_arena arena(options.threads == 0 ? most : std::min(options.threads, most));
        arena.execute([&] { tbb::parallel_for(std::size_t{0}, picked.size(), read); });
    }
    return pixels;
}

std::vector<std::uint8_t> read_images(const ImageSource& source, std::int64_t first, std::int64_t count,
                                      const ReadOptions& options) {
    std::vector<std::int64_t> picked(static_cast<std::size_t>(count));
    std::iota(picked.begin(), picked.end(), first);
    return read_images(source, picked, options);
}

} // namespace fracbit::models

#include "models/data/image_source.hpp"

#include "models/core/error.hpp"
#include "models/core/hashing.hpp"

#include <algorithm>
#include <fmt/format.h>
#include <numeric>
#include <tbb/parallel_for.h>
#include <tbb/task_arena.h>

namespace fracbit::models {
namespace {

/// `body(k)` for all k below `count`, on so many threads; 0: all cores.
template <class Body>
void for_each_image(std::size_t count, int threads, const Body& body) {
    if (threads == 1 || count < 2) {
        for (std::size_t k = 0; k < count; ++k) body(k);
        return;
    }
    const int most = tbb::this_task_arena::max_concurrency();
    tbb::task_arena arena(threads == 0 ? most : std::min(threads, most));
    arena.execute([&] { tbb::parallel_for(std::size_t{0}, count, body); });
}

} // namespace

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
    for_each_image(picked.size(), options.threads, read);
    return pixels;
}

std::vector<std::uint8_t> read_images(const ImageSource& source, std::int64_t first, std::int64_t count,
                                      const ReadOptions& options) {
    std::vector<std::int64_t> picked(static_cast<std::size_t>(count));
    std::iota(picked.begin(), picked.end(), first);
    return read_images(source, picked, options);
}

std::vector<std::string> reading_problems(const ImageSource& source, std::int64_t first, std::int64_t count,
                                          int threads) {
    std::vector<std::string> problems(static_cast<std::size_t>(count));
    for_each_image(problems.size(), threads, [&](std::size_t k) {
        std::vector<std::uint8_t> pixels(static_cast<std::size_t>(source.shape().elements()));
        try {
            source.read(first + static_cast<std::int64_t>(k), pixels);
        } catch (const Error& error) {
            problems[k] = error.what();
        }
    });
    std::erase(problems, std::string());
    return problems;
}

} // namespace fracbit::models

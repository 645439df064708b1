#include "models/data/image_decoder.hpp"

#include "models/core/error.hpp"
#include "models/data/jpeg_decoder.hpp"
#include "models/files/binary_file.hpp"

#include <algorithm>
#include <array>
#include <fmt/format.h>
#include <png.h>

namespace fracbit::models {
namespace {

constexpr std::array<std::uint8_t, 3> jpeg_magic{0xff, 0xd8, 0xff};
constexpr std::array<std::uint8_t, 8> png_magic{0x89, 'P', 'N', 'G', '\r', '\n', 0x1a, '\n'};

template <std::size_t n>
bool starts_with(std::span<const std::uint8_t> bytes, const std::array<std::uint8_t, n>& magic) {
    return bytes.size() >= n && std::equal(magic.begin(), magic.end(), bytes.begin());
}

[[noreturn]] void fail_decoding(const std::string& path, const std::string& reason) {
    throw FormatError(path, fmt::format("cannot decode the image: {}; replace the file or take it out", reason));
}

void check_size(const std::string& path, std::int64_t width, std::int64_t height) {
    if (width < 1 || height < 1 || width > most_pixels / height)
        fail_decoding(path, fmt::format("it has {} x {} pixels, allowed are 2^28", width, height));
}

RgbImage decode_png(std::span<const std::uint8_t> bytes, const std::string& path) {
    png_image image{};
    image.version = PNG_IMAGE_VERSION;
    struct Release {
        png_image* image;
        ~Release() { ::png_image_free(image); }
    } const release{&image};
    if (::png_image_begin_read_from_memory(&image, bytes.data(), bytes.size()) == 0) fail_decoding(path, image.message);
    check_size(path, image.width, image.height);
    image.format = PNG_FORMAT_RGB;
    RgbImage result{image.width, image.height, std::vector<std::uint8_t>(PNG_IMAGE_SIZE(image))};
    const png_color black{0, 0, 0};
    if (::png_image_finish_read(&image, &black, result.pixels.data(), 0, nullptr) == 0)
        fail_decoding(path, image.message);
    return result;
}

} // namespace

RgbImage decode_image(std::span<const std::uint8_t> bytes, const std::string& path) {
    if (starts_with(bytes, png_magic)) return decode_png(bytes, path);
    if (!starts_with(bytes, jpeg_magic)) fail_decoding(path, "it is neither JPEG nor PNG");
    JpegImage jpeg = decode_jpeg(bytes);
    if (!jpeg.failure.empty()) fail_decoding(path, jpeg.failure);
    return std::move(jpeg.image);
}

RgbImage decode_image(const std::string& path) { return decode_image(read_bytes(path), path); }

} // namespace fracbit::models

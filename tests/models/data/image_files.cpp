#include "tests/models/data/image_files.hpp"

#include "models/core/random.hpp"

#include <algorithm>
#include <cmath>
#include <cstdio>
#include <cstdlib>
#include <stdexcept>
#include <vector>

#include <jpeglib.h>
#include <png.h>

namespace fracbit::tests {

models::RgbImage smooth_image(std::int64_t width, std::int64_t height, std::uint64_t seed) {
    Random random(seed);
    double phase[3], across[3], down[3];
    for (int c = 0; c < 3; ++c) {
        phase[c] = 6 * random.uniform();
        across[c] = 3 * random.uniform();
        down[c] = 3 * random.uniform();
    }
    models::RgbImage image{width, height, {}};
    for (std::int64_t y = 0; y < height; ++y)
        for (std::int64_t x = 0; x < width; ++x)
            for (int c = 0; c < 3; ++c) {
                const double at = phase[c] + across[c] * static_cast<double>(x) / static_cast<double>(width) +
                                  down[c] * static_cast<double>(y) / static_cast<double>(height);
                image.pixels.push_back(static_cast<std::uint8_t>(127.5 + 120 * std::sin(at)));
            }
    return image;
}

std::string jpeg_bytes(const models::RgbImage& image, JpegColours colours) {
    jpeg_error_mgr errors{};
    jpeg_compress_struct encoder{};
    encoder.err = ::jpeg_std_error(&errors);
    jpeg_create_compress(&encoder);
    unsigned char* bytes = nullptr;
    unsigned long length = 0;
    ::jpeg_mem_dest(&encoder, &bytes, &length);
    const bool inks = colours == JpegColours::cmyk || colours == JpegColours::adobe_cmyk;
    encoder.image_width = static_cast<JDIMENSION>(image.width);
    encoder.image_height = static_cast<JDIMENSION>(image.height);
    encoder.input_components = colours == JpegColours::grey ? 1 : inks ? 4 : 3;
    encoder.in_color_space = colours == JpegColours::grey ? JCS_GRAYSCALE : inks ? JCS_CMYK : JCS_RGB;
    ::jpeg_set_defaults(&encoder);
    ::jpeg_set_quality(&encoder, 95, TRUE);
    for (int i = 0; i < encoder.num_components; ++i)
        encoder.comp_info[i].h_samp_factor = encoder.comp_info[i].v_samp_factor = 1;
    encoder.write_Adobe_marker = colours == JpegColours::adobe_cmyk ? TRUE : FALSE;
    ::jpeg_start_compress(&encoder, TRUE);
    std::vector<unsigned char> row;
    for (std::int64_t y = 0; y < image.height; ++y) {
        row.clear();
        for (std::int64_t x = 0; x < image.width; ++x) {
            const auto* rgb = image.pixels.data() + 3 * (y * image.width + x);
            if (colours == JpegColours::grey) {
                row.push_back(rgb[0]);
            } else if (!inks) {
                row.insert(row.end(), rgb, rgb + 3);
            } else {
                const int light = std::max<int>({rgb[0], rgb[1], rgb[2], 1});
                for (int c = 0; c < 4; ++c) {
                    const int passes = c == 3 ? light : rgb[c] * 255 / light;
                    row.push_back(
                        static_cast<unsigned char>(colours == JpegColours::adobe_cmyk ? passes : 255 - passes));
                }
            }
        }
        JSAMPROW pointer = row.data();
        ::jpeg_write_scanlines(&encoder, &pointer, 1);
    }
    ::jpeg_finish_compress(&encoder);
    std::string result(reinterpret_cast<char*>(bytes), length);
    ::jpeg_destroy_compress(&encoder);
    std::free(bytes);
    return result;
}

std::string png_bytes(const void* pixels, std::int64_t width, std::int64_t height, std::uint32_t format) {
    png_image image{};
    image.version = PNG_IMAGE_VERSION;
    image.width = static_cast<png_uint_32>(width);
    image.height = static_cast<png_uint_32>(height);
    image.format = format;
    png_alloc_size_t length = 0;
    if (::png_image_write_to_memory(&image, nullptr, &length, 0, pixels, 0, nullptr) == 0)
        throw std::runtime_error(image.message);
    std::string bytes(length, '\0');
    ::png_image_write_to_memory(&image, bytes.data(), &length, 0, pixels, 0, nullptr);
    bytes.resize(length);
    return bytes;
}

std::string png_bytes(const models::RgbImage& image) {
    return png_bytes(image.pixels.data(), image.width, image.height, PNG_FORMAT_RGB);
}

} // namespace fracbit::tests

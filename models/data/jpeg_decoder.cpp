#include "models/data/jpeg_decoder.hpp"

#include <csetjmp>
#include <cstdio> // before jpeglib.h, which needs it

#include <jerror.h>
#include <jpeglib.h>

#include <fmt/format.h>

namespace fracbit::models {
namespace {

/// libjpeg reports errors by a function that must not return.
struct JpegErrors {
    jpeg_error_mgr manager{}; ///< first: libjpeg knows only this part
    std::jmp_buf back{};
    char text[JMSG_LENGTH_MAX]{};
};

extern "C" void on_jpeg_error(j_common_ptr common) {
    auto* errors = reinterpret_cast<JpegErrors*>(common->err);
    (*common->err->format_message)(common, errors->text);
    std::longjmp(errors->back, 1);
}

/// Warnings (below 0) of data that are missing or cannot be: libjpeg would fill the rest with grey.
extern "C" void on_jpeg_message(j_common_ptr common, int level) {
    const int code = common->err->msg_code;
    if (level < 0 && (code == JWRN_JPEG_EOF || code == JWRN_HIT_MARKER || code == JWRN_HUFF_BAD_CODE))
        on_jpeg_error(common);
}

extern "C" void no_jpeg_output(j_common_ptr /*common*/) {}

struct JpegDecoder {
    JpegErrors errors;
    jpeg_decompress_struct decoder{};

    JpegDecoder() {
        decoder.err = ::jpeg_std_error(&errors.manager);
        errors.manager.error_exit = &on_jpeg_error;
        errors.manager.emit_message = &on_jpeg_message;
        errors.manager.output_message = &no_jpeg_output;
    }
    ~JpegDecoder() { ::jpeg_destroy_decompress(&decoder); }
    JpegDecoder(const JpegDecoder&) = delete;
    JpegDecoder& operator=(const JpegDecoder&) = delete;
};

/// False if libjpeg jumped back. Nothing with a destructor lives here.
bool read_jpeg_header(JpegDecoder& jpeg, std::span<const std::uint8_t> bytes) {
    if (setjmp(jpeg.errors.back) != 0) return false;
    jpeg_create_decompress(&jpeg.decoder);
    ::jpeg_mem_src(&jpeg.decoder, bytes.data(), bytes.size());
    ::jpeg_read_header(&jpeg.decoder, TRUE);
    const bool four_inks = jpeg.decoder.jpeg_color_space == JCS_CMYK || jpeg.decoder.jpeg_color_space == JCS_YCCK;
    jpeg.decoder.out_color_space = four_inks ? JCS_CMYK : JCS_RGB;
    jpeg.decoder.dct_method = JDCT_ISLOW;
    return true;
}

/// `rows`: as many pointers as the image has rows.
bool read_jpeg_rows(JpegDecoder& jpeg, JSAMPROW* rows) {
    if (setjmp(jpeg.errors.back) != 0) return false;
    ::jpeg_start_decompress(&jpeg.decoder);
    while (jpeg.decoder.output_scanline < jpeg.decoder.output_height)
        ::jpeg_read_scanlines(&jpeg.decoder, rows + jpeg.decoder.output_scanline,
                              jpeg.decoder.output_height - jpeg.decoder.output_scanline);
    ::jpeg_finish_decompress(&jpeg.decoder);
    return true;
}

/// Light that passes each ink and black; Adobe stores light, others ink.
std::vector<std::uint8_t> rgb_of_inks(const std::vector<std::uint8_t>& inks, bool inverted) {
    std::vector<std::uint8_t> rgb;
    rgb.reserve(inks.size() / 4 * 3);
    const auto light = [&](std::size_t at) { return inverted ? inks[at] : 255 - inks[at]; };
    for (std::size_t pixel = 0; pixel < inks.size(); pixel += 4)
        for (std::size_t ink = 0; ink < 3; ++ink)
            rgb.push_back(static_cast<std::uint8_t>((light(pixel + ink) * light(pixel + 3) + 127) / 255));
    return rgb;
}

} // namespace

JpegImage decode_jpeg(std::span<const std::uint8_t> bytes) {
    JpegDecoder jpeg;
    JpegImage result;
    if (!read_jpeg_header(jpeg, bytes)) {
        result.failure = jpeg.errors.text;
        return result;
    }
    const std::int64_t width = jpeg.decoder.image_width, height = jpeg.decoder.image_height;
    if (width > most_pixels / height) {
        result.failure = fmt::format("it has {} x {} pixels, allowed are 2^28", width, height);
        return result;
    }
    const bool four_inks = jpeg.decoder.out_color_space == JCS_CMYK;
    const auto stride = static_cast<std::size_t>(width * (four_inks ? 4 : 3));
    std::vector<std::uint8_t> values(stride * static_cast<std::size_t>(height));
    std::vector<JSAMPROW> rows;
    for (std::size_t row = 0; row < static_cast<std::size_t>(height); ++row)
        rows.push_back(values.data() + row * stride);
    if (!read_jpeg_rows(jpeg, rows.data())) {
        result.failure = jpeg.errors.text;
        return result;
    }
    if (four_inks) values = rgb_of_inks(values, jpeg.decoder.saw_Adobe_marker != 0);
    result.image = {width, height, std::move(values)};
    return result;
}

} // namespace fracbit::models

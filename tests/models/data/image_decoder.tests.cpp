#include "models/data/image_decoder.hpp"

#include "models/core/error.hpp"
#include "tests/models/data/idx_bytes.hpp"
#include "tests/models/data/image_files.hpp"
#include "tests/support/message_of.hpp"
#include "tests/support/temporary_folder.hpp"

#include <catch2/catch.hpp>

#include <cstdlib>
#include <png.h>

using namespace fracbit;
using namespace fracbit::models;
using namespace fracbit::tests;

namespace {

RgbImage decoded(const std::string& bytes) {
    return decode_image(std::span(reinterpret_cast<const std::uint8_t*>(bytes.data()), bytes.size()), "x.jpg");
}

int largest_difference(const RgbImage& a, const RgbImage& b) {
    REQUIRE(a.width == b.width);
    REQUIRE(a.height == b.height);
    REQUIRE(a.pixels.size() == b.pixels.size());
    int largest = 0;
    for (std::size_t i = 0; i < a.pixels.size(); ++i) largest = std::max(largest, std::abs(a.pixels[i] - b.pixels[i]));
    return largest;
}

std::string refusal(const std::string& bytes) {
    return message_of<FormatError>([&] { decoded(bytes); });
}

} // namespace

TEST_CASE("A JPEG comes back nearly, a PNG exactly") {
    const RgbImage image = smooth_image(37, 23, 1);
    CHECK(largest_difference(decoded(jpeg_bytes(image)), image) < 12);
    CHECK(decoded(png_bytes(image)).pixels == image.pixels);
    const TemporaryFolder folder;
    put(folder.file("a.JPEG"), png_bytes(image)); // the name does not decide
    CHECK(decode_image(folder.file("a.JPEG")).pixels == image.pixels);
}

TEST_CASE("Grey and CMYK JPEGs become RGB") {
    const RgbImage image = smooth_image(40, 24, 2);
    const RgbImage grey = decoded(jpeg_bytes(image, JpegColours::grey));
    for (std::size_t i = 0; i < grey.pixels.size(); i += 3) {
        REQUIRE(grey.pixels[i] == grey.pixels[i + 1]);
        REQUIRE(grey.pixels[i] == grey.pixels[i + 2]);
        REQUIRE(std::abs(grey.pixels[i] - image.pixels[i]) < 12);
    }
    CHECK(largest_difference(decoded(jpeg_bytes(image, JpegColours::cmyk)), image) < 24);
    CHECK(largest_difference(decoded(jpeg_bytes(image, JpegColours::adobe_cmyk)), image) < 24);
}

TEST_CASE("Grey, transparent and 16-bit PNGs become 8-bit RGB") {
    const std::uint8_t grey[] = {0, 100, 255, 7};
    CHECK(decoded(png_bytes(grey, 4, 1, PNG_FORMAT_GRAY)).pixels ==
          std::vector<std::uint8_t>{0, 0, 0, 100, 100, 100, 255, 255, 255, 7, 7, 7});
    const std::uint8_t half[] = {255, 200, 100, 0, 9, 8, 7, 255};
    CHECK(decoded(png_bytes(half, 2, 1, PNG_FORMAT_RGBA)).pixels == std::vector<std::uint8_t>{0, 0, 0, 9, 8, 7});
    const std::uint16_t deep[] = {65535, 0, 65535};
    CHECK(decoded(png_bytes(deep, 1, 1, PNG_FORMAT_LINEAR_RGB)).pixels == std::vector<std::uint8_t>{255, 0, 255});
}

TEST_CASE("Images that are damaged, cut short or of another kind are refused with the file's name") {
    const RgbImage image = smooth_image(64, 64, 3);
    const std::string jpeg = jpeg_bytes(image), png = png_bytes(image);
    const std::string advice = "; replace the file or take it out";
    CHECK(refusal("GIF89a") == "x.jpg: cannot decode the image: it is neither JPEG nor PNG" + advice);
    CHECK(refusal("") == "x.jpg: cannot decode the image: it is neither JPEG nor PNG" + advice);
    CHECK(refusal(jpeg.substr(0, jpeg.size() / 2)) ==
          "x.jpg: cannot decode the image: Premature end of JPEG file" + advice);
    CHECK_THAT(refusal(jpeg.substr(0, 100)), Catch::StartsWith("x.jpg: cannot decode the image: "));
    CHECK_THAT(refusal(png.substr(0, png.size() / 2)), Catch::StartsWith("x.jpg: cannot decode the image: "));
    std::string broken = png;
    broken[png.size() / 2] ^= 0x55;
    CHECK_THAT(refusal(broken), Catch::StartsWith("x.jpg: cannot decode the image: "));
}

TEST_CASE("Stray bytes after a JPEG's end are no damage") {
    const RgbImage image = smooth_image(16, 16, 4);
    CHECK(decoded(jpeg_bytes(image) + "stray").pixels == decoded(jpeg_bytes(image)).pixels);
}

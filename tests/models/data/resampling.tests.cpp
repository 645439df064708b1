#include "models/data/resampling.hpp"

#include "tests/models/data/image_files.hpp"

#include <catch2/catch.hpp>

#include <algorithm>
#include <cmath>
#include <numeric>
#include <set>

using namespace fracbit;
using namespace fracbit::models;
using namespace fracbit::tests;

namespace {

std::vector<std::uint8_t> resampled(const RgbImage& image, const ImageBox& box, std::int64_t width, std::int64_t height,
                                    bool mirrored = false) {
    std::vector<std::uint8_t> pixels(static_cast<std::size_t>(3 * width * height));
    resample(image, box, width, height, mirrored, pixels);
    return pixels;
}

ImageBox whole(const RgbImage& image) {
    return {0, 0, static_cast<double>(image.width), static_cast<double>(image.height)};
}

/// One row whose three channels are `values`, values + 1 and values + 2.
RgbImage row_of(const std::vector<std::uint8_t>& values) {
    RgbImage image{static_cast<std::int64_t>(values.size()), 1, {}};
    for (const std::uint8_t value : values)
        for (int c = 0; c < 3; ++c) image.pixels.push_back(static_cast<std::uint8_t>(value + c));
    return image;
}

} // namespace

TEST_CASE("An image at its own size stays as it is, plane by plane, mirrored if asked") {
    const RgbImage image = smooth_image(9, 5, 1);
    const auto same = resampled(image, whole(image), 9, 5), mirrored = resampled(image, whole(image), 9, 5, true);
    for (std::size_t c = 0; c < 3; ++c)
        for (std::size_t y = 0; y < 5; ++y)
            for (std::size_t x = 0; x < 9; ++x) {
                REQUIRE(same[(c * 5 + y) * 9 + x] == image.pixels[(y * 9 + x) * 3 + c]);
                REQUIRE(mirrored[(c * 5 + y) * 9 + x] == same[(c * 5 + y) * 9 + (8 - x)]);
            }
}

TEST_CASE("Enlarging interpolates, shrinking averages: counted by hand") {
    // New pixel centres 0.25, 0.75, 1.25, 1.75 in old pixels of centres 0.5 and 1.5.
    const auto larger = resampled(row_of({0, 100}), {0, 0, 2, 1}, 4, 1);
    CHECK(std::vector<std::uint8_t>(larger.begin(), larger.begin() + 4) == std::vector<std::uint8_t>{0, 25, 75, 100});
    // Reach 2 around the centres 1 and 3: weights 3/4, 3/4, 1/4 of old pixels 0, 1, 2, and the mirror image of that.
    const auto smaller = resampled(row_of({10, 20, 80, 240}), {0, 0, 4, 1}, 2, 1);
    CHECK(smaller[0] == std::lround((0.75 * 10 + 0.75 * 20 + 0.25 * 80) / 1.75));
    CHECK(smaller[1] == std::lround((0.25 * 20 + 0.75 * 80 + 0.75 * 240) / 1.75));
    CHECK(smaller[2] == smaller[0] + 1); // the next channel
}

TEST_CASE("A part is brought to size without a look at what lies around it") {
    const auto part = resampled(row_of({255, 255, 7, 7, 7, 7, 255}), {2, 0, 4, 1}, 3, 2);
    CHECK(std::all_of(part.begin(), part.begin() + 6, [](std::uint8_t value) { return value == 7; }));
    for (const double share : {1.0, 0.875, 0.3}) {
        const RgbImage image{13, 21, std::vector<std::uint8_t>(13 * 21 * 3, 201)};
        const auto even = resampled(image, centre_box(image, share), 8, 8);
        CHECK(std::all_of(even.begin(), even.end(), [](std::uint8_t value) { return value == 201; }));
    }
}

TEST_CASE("The middle box is a square of its share of the shorter side") {
    CHECK(centre_box({400, 256, {}}, 0.875) == ImageBox{88, 16, 224, 224});
    CHECK(centre_box({256, 512, {}}, 0.5) == ImageBox{64, 192, 128, 128});
}

TEST_CASE("Random boxes have 8 to 100 percent of the area, sides within 3 to 4, lie inside, and reach every corner") {
    const RgbImage image{200, 150, {}};
    Random random(3);
    std::set<bool> left, right, top, bottom;
    double least = 1, most = 0;
    for (int i = 0; i < 4000; ++i) {
        const ImageBox box = random_box(image, random);
        const double area = box.width * box.height / (200.0 * 150.0), ratio = box.width / box.height;
        CAPTURE(i, box.width, box.height);
        REQUIRE(box.left >= 0);
        REQUIRE(box.top >= 0);
        REQUIRE(box.left + box.width <= 200);
        REQUIRE(box.top + box.height <= 150);
        REQUIRE(ratio > 0.75 * 0.97);
        REQUIRE(ratio < 4.0 / 3.0 * 1.03);
        least = std::min(least, area);
        most = std::max(most, area);
        left.insert(box.left == 0);
        right.insert(box.left + box.width == 200);
        top.insert(box.top == 0);
        bottom.insert(box.top + box.height == 150);
    }
    CHECK(least == Approx(0.08).margin(0.01));
    CHECK(most > 0.9);
    for (const auto& side : {left, right, top, bottom}) CHECK(side.size() == 2);
}

TEST_CASE("Where no draw fits, the largest middle part of an allowed ratio is taken") {
    Random random(1);
    CHECK(random_box({1000, 3, {}}, random) == ImageBox{498, 0, 4, 3});
    CHECK(random_box({3, 1000, {}}, random) == ImageBox{0, 498, 3, 4});
    CHECK(random_box({1, 1, {}}, random) == ImageBox{0, 0, 1, 1});
}

#include "models/data/dataset.hpp"

#include "models/core/error.hpp"
#include "tests/models/data/idx_bytes.hpp"
#include "tests/support/message_of.hpp"
#include "tests/support/mnist.hpp"
#include "tests/support/temporary_folder.hpp"

#include <catch2/catch.hpp>

#include <algorithm>
#include <array>
#include <filesystem>
#include <zlib.h>

using namespace fracbit;
using namespace fracbit::models;
using namespace fracbit::tests;
using Catch::Matchers::Contains;

namespace {

/// Two images of 2 rows and 3 columns.
const std::string six_and_six = "abcdefghijkl";

} // namespace

TEST_CASE("a data set is found plain or compressed in its folder or the usual sub-folders") {
    for (const std::string below : {"", "mnist/", "MNIST/raw/"}) {
        const TemporaryFolder folder;
        std::filesystem::create_directories(folder.file(below + "."));
        put(folder.file(below + "t10k-images-idx3-ubyte.gz"), gzipped(idx_bytes({2, 2, 3}, six_and_six)));
        put(folder.file(below + "t10k-labels-idx1-ubyte"), idx_bytes({2}, {9, 0}));
        const auto set = read_mnist(folder.path(), Split::test);
        CHECK(set.size() == 2);
        CHECK(set.shape == TensorShape{1, 2, 3});
        CHECK(set.labels == std::vector<std::uint16_t>{9, 0});
        const auto second = set.image(1);
        CHECK(std::string(second.begin(), second.end()) == "ghijkl");
        CHECK_THAT(message_of<MissingFileError>([&] { read_mnist(folder.path(), Split::train); }),
                   Contains("'train-images-idx3-ubyte'"));
    }
}

TEST_CASE("a limit keeps the first images") {
    const TemporaryFolder folder;
    put(folder.file("i"), idx_bytes({2, 2, 3}, six_and_six));
    put(folder.file("l"), idx_bytes({2}, {4, 5}));
    for (const std::int64_t limit : {std::int64_t{0}, std::int64_t{1}, std::int64_t{2}, std::int64_t{3}, all_images}) {
        const auto set = read_idx_pair(folder.file("i"), folder.file("l"), 10, limit);
        CHECK(set.size() == std::min<std::int64_t>(limit, 2));
        CHECK(set.pixels.size() == set.labels.size() * 6);
    }
}

TEST_CASE("a missing data set says what was looked for and how to get it") {
    const TemporaryFolder folder;
    const auto message = message_of<MissingFileError>([&] { read_mnist(folder.path(), Split::test); });
    CHECK_THAT(message, Contains("cannot find 't10k-images-idx3-ubyte' or 't10k-images-idx3-ubyte.gz' in '" +
                                 folder.path() + "'"));
    CHECK_THAT(message, Contains("--data-dir"));
    CHECK_THAT(message, Contains("https://"));
}

TEST_CASE("images and labels that do not belong together are a FormatError") {
    const TemporaryFolder folder;
    const auto images = folder.file("i"), labels = folder.file("l");
    put(images, idx_bytes({2, 2, 3}, six_and_six));
    put(labels, idx_bytes({3}, {1, 2, 3}));
    CHECK(message_of<FormatError>([&] { read_idx_pair(images, labels, 10); }) ==
          labels + ": at byte 4: found 3 labels for the 2 images of '" + images + "'");
    put(labels, idx_bytes({2}, {1, 10}));
    CHECK(message_of<FormatError>([&] { read_idx_pair(images, labels, 10); }) ==
          labels + ": at byte 9: label 1 is 10, allowed is 0 to 9");
}

TEST_CASE("the digits that come with the examples are two of each") {
    const auto set = read_mnist(FRACBIT_SOURCE_DIR "/examples/digits", Split::test);
    CHECK(set.size() == 20);
    CHECK(set.shape == TensorShape{1, 28, 28});
    std::array<int, 10> count{};
    for (const auto label : set.labels) ++count.at(label);
    CHECK(std::all_of(count.begin(), count.end(), [](int n) { return n == 2; }));
    for (std::int64_t i = 0; i < set.size(); ++i) {
        const auto image = set.image(i);
        const auto lit = std::count_if(image.begin(), image.end(), [](std::uint8_t pixel) { return pixel > 127; });
        INFO("image " << i);
        CHECK(lit > 40); // a stroke, not a blank or a full page
        CHECK(lit < 250);
        CHECK(image[0] == 0);
    }
}

TEST_CASE("MNIST is read whole") {
    const auto folder = mnist_or_skip();
    if (!folder) return;
    const auto test = read_mnist(*folder, Split::test);
    CHECK(test.size() == 10000);
    CHECK(test.shape == TensorShape{1, 28, 28});
    CHECK(std::vector<std::uint16_t>(test.labels.begin(), test.labels.begin() + 10) ==
          std::vector<std::uint16_t>{7, 2, 1, 0, 4, 1, 4, 9, 5, 9});
    const auto train = read_mnist(*folder, Split::train);
    CHECK(train.size() == 60000);
    // labels per digit as published: 5923 zeros, 6742 ones, ...
    std::array<int, 10> count{};
    for (const auto label : train.labels) ++count.at(label);
    CHECK(count == std::array<int, 10>{5923, 6742, 5958, 6131, 5842, 5421, 5918, 6265, 5851, 5949});
    const auto few = read_mnist(*folder, Split::train, 100);
    CHECK(few.size() == 100);
    CHECK(std::equal(few.pixels.begin(), few.pixels.end(), train.pixels.begin()));
}

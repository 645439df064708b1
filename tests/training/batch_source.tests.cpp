#include "training/data/batch_source.hpp"

#include "models/data/image_folder.hpp"
#include "tests/models/data/image_files.hpp"
#include "tests/support/temporary_folder.hpp"

#include <catch2/catch.hpp>

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <set>

using namespace fracbit;
using namespace fracbit::training;

namespace {

/// `count` images of one pixel, the image's own number; so is its label.
models::ImageSet numbered(int count) {
    models::ImageSet set;
    set.shape = {1, 1, 1};
    for (int i = 0; i < count; ++i) {
        set.pixels.push_back(static_cast<std::uint8_t>(i));
        set.labels.push_back(static_cast<std::uint8_t>(i));
    }
    return set;
}

std::vector<std::int64_t> order(const models::ImageSet& set, std::int64_t batch, std::uint64_t seed, int epoch) {
    const models::ImageSetSource images(set);
    BatchSource source(images, batch, Augmentation::none, seed, epoch);
    std::vector<std::int64_t> labels;
    for (std::int64_t i = 0; i < source.batches(); ++i) {
        const Batch next = source.next(at::kCPU);
        for (std::int64_t k = 0; k < next.labels.size(0); ++k) {
            labels.push_back(next.labels[k].item<std::int64_t>());
            // Image and label stay together.
            REQUIRE(next.images[k].item<float>() == static_cast<float>(labels.back()) / 255.0F);
        }
    }
    return labels;
}

} // namespace

TEST_CASE("an epoch shows every image once, in an order that follows from seed and epoch") {
    const models::ImageSet set = numbered(100);
    const auto first = order(set, 10, 1, 0);
    CHECK(std::set<std::int64_t>(first.begin(), first.end()).size() == 100);
    CHECK(first == order(set, 10, 1, 0));
    CHECK(first == order(set, 20, 1, 0));
    CHECK(first != order(set, 10, 1, 1));
    CHECK(first != order(set, 10, 2, 0));
}

TEST_CASE("only whole batches count, and a small set is one batch") {
    CHECK(order(numbered(25), 10, 1, 0).size() == 20);
    CHECK(order(numbered(5), 10, 1, 0).size() == 5);
}

TEST_CASE("an augmented image is the image, shifted by up to four pixels with zeros around, mirrored or not") {
    models::ImageSet set;
    set.shape = {2, 6, 6};
    for (int i = 0; i < 72; ++i) set.pixels.push_back(static_cast<std::uint8_t>(i + 1));
    set.labels = {0};
    std::set<std::vector<float>> possible, seen;
    for (int down = -4; down <= 4; ++down)
        for (int right = -4; right <= 4; ++right)
            for (const bool mirrored : {false, true}) {
                std::vector<float> image;
                for (int c = 0; c < 2; ++c)
                    for (int y = 0; y < 6; ++y)
                        for (int x = 0; x < 6; ++x) {
                            const int from_y = y + down, from_x = (mirrored ? 5 - x : x) + right;
                            const bool inside = from_y >= 0 && from_y < 6 && from_x >= 0 && from_x < 6;
                            image.push_back(inside ? static_cast<float>(c * 36 + from_y * 6 + from_x + 1) / 255.0F
                                                   : 0.0F);
                        }
                possible.insert(image);
            }
    const models::ImageSetSource images(set);
    for (int epoch = 0; epoch < 3000; ++epoch) {
        BatchSource source(images, 1, Augmentation::crop_flip, 3, epoch);
        const at::Tensor image = source.next(at::kCPU).images.contiguous();
        const std::vector<float> values(image.data_ptr<float>(), image.data_ptr<float>() + image.numel());
        REQUIRE(possible.count(values) == 1);
        seen.insert(values);
    }
    CHECK(possible.size() == 162);
    CHECK(seen == possible); // no shift is left out
}

TEST_CASE("batches of an image folder have the same bytes for any number of threads, other crops in other epochs") {
    const tests::TemporaryFolder folder;
    for (const std::string name : {"a", "b"}) {
        std::filesystem::create_directories(folder.file("train/" + name));
        for (int i = 0; i < 4; ++i)
            std::ofstream(folder.file("train/" + name + "/" + std::to_string(i) + ".jpg"), std::ios::binary)
                << tests::jpeg_bytes(tests::smooth_image(40, 30 + i, static_cast<std::uint64_t>(i)));
    }
    const models::ImageFolder images(folder.path(), models::Split::train, 12);
    const auto epoch = [&](int number, int threads, std::uint64_t seed = 1) {
        BatchSource source(images, 3, Augmentation::resized_crop_flip, seed, number, threads);
        REQUIRE(source.batches() == 2);
        const Batch first = source.next(at::kCPU), second = source.next(at::kCPU);
        CHECK(first.images.sizes() == at::IntArrayRef({3, 3, 12, 12}));
        const at::Tensor both = at::cat({first.images, second.images}).contiguous();
        return std::vector<float>(both.data_ptr<float>(), both.data_ptr<float>() + both.numel());
    };
    const auto one = epoch(0, 1);
    CHECK(*std::min_element(one.begin(), one.end()) >= 0);
    CHECK(*std::max_element(one.begin(), one.end()) <= 1);
    CHECK(epoch(0, 2) == one);
    CHECK(epoch(0, 0) == one);
    CHECK(epoch(1, 1) != one);
    CHECK(epoch(0, 1, 2) != one);
}

TEST_CASE("every order of the images comes up, those in which some stay where they are included") {
    std::set<std::vector<std::int64_t>> orders;
    for (int epoch = 0; epoch < 200; ++epoch) orders.insert(order(numbered(3), 3, 1, epoch));
    CHECK(orders.size() == 6);
}

TEST_CASE("another part of an image of a folder is drawn in each epoch, the middle where none is asked for") {
    const tests::TemporaryFolder folder;
    std::filesystem::create_directories(folder.file("train/a"));
    std::ofstream(folder.file("train/a/0.jpg"), std::ios::binary) << tests::jpeg_bytes(tests::smooth_image(40, 30, 1));
    const models::ImageFolder images(folder.path(), models::Split::train, 12);
    const auto values = [&](Augmentation augmentation, int epoch) {
        BatchSource source(images, 1, augmentation, 1, epoch);
        const at::Tensor image = source.next(at::kCPU).images.contiguous();
        return std::vector<float>(image.data_ptr<float>(), image.data_ptr<float>() + image.numel());
    };
    CHECK(values(Augmentation::none, 0) == values(Augmentation::none, 1));
    std::set<std::vector<float>> drawn;
    for (int epoch = 0; epoch < 4; ++epoch) drawn.insert(values(Augmentation::resized_crop_flip, epoch));
    CHECK(drawn.size() == 4);
}

#include "models/data/image_folder.hpp"

#include "models/core/error.hpp"
#include "models/data/named_dataset.hpp"
#include "models/data/resampling.hpp"
#include "tests/models/data/idx_bytes.hpp"
#include "tests/models/data/image_files.hpp"
#include "tests/support/message_of.hpp"
#include "tests/support/temporary_folder.hpp"

#include <catch2/catch.hpp>

#include <filesystem>
#include <set>

using namespace fracbit;
using namespace fracbit::models;
using namespace fracbit::tests;
namespace fs = std::filesystem;

namespace {

/// Two classes of three and one images, in both splits.
struct Folder {
    TemporaryFolder folder;
    Folder() {
        for (const char* split : {"train", "val"}) {
            add(split, "newt", "b.JPEG", jpeg_bytes(smooth_image(40, 30, 1)));
            add(split, "newt", "a.jpg", jpeg_bytes(smooth_image(30, 44, 2), JpegColours::grey));
            add(split, "newt", "c.PNG", png_bytes(smooth_image(20, 20, 3)));
            add(split, "axolotl", "z.jpeg", jpeg_bytes(smooth_image(64, 33, 4)));
        }
    }
    void add(const std::string& split, const std::string& name, const std::string& file,
             const std::string& bytes) const {
        fs::create_directories(folder.file(split + "/" + name));
        put(folder.file(split + "/" + name + "/" + file), bytes);
    }
    [[nodiscard]] ImageFolder open(Split split = Split::train, std::int64_t limit = all_images) const {
        return {folder.path(), split, 16, limit};
    }
    template <class Failure = FormatError>
    [[nodiscard]] std::string refusal(Split split = Split::train) const {
        return message_of<Failure>([&] { static_cast<void>(open(split)); });
    }
};

} // namespace

TEST_CASE("Classes are sorted folders, and images come from each class in turn") {
    const Folder folder;
    folder.add("train", "newt", "notes.txt", "no image");
    folder.add("train", "newt", ".hidden.jpg", "no image");
    const ImageFolder images = folder.open();
    CHECK(images.class_names() == std::vector<std::string>{"axolotl", "newt"});
    CHECK(images.classes() == 2);
    CHECK(images.labels() == std::vector<std::uint16_t>{0, 1, 1, 1});
    CHECK(images.path(0) == folder.folder.file("train/axolotl/z.jpeg"));
    CHECK(images.path(1) == folder.folder.file("train/newt/a.jpg"));
    CHECK(images.path(3) == folder.folder.file("train/newt/c.PNG"));
    CHECK(images.shape() == TensorShape{3, 16, 16});
    CHECK(folder.open(Split::test, 2).labels() == std::vector<std::uint16_t>{0, 1});
}

TEST_CASE("An image is read as the middle of what the file holds") {
    const Folder folder;
    const ImageFolder images = folder.open();
    for (std::int64_t i = 0; i < images.size(); ++i) {
        const RgbImage image = decode_image(images.path(i));
        std::vector<std::uint8_t> expected(3 * 16 * 16), found(3 * 16 * 16);
        resample(image, centre_box(image, 0.875), 16, 16, false, expected);
        images.read(i, found);
        CHECK(found == expected);
    }
}

TEST_CASE("Random crops follow from seed and image, whatever the number of threads and the order") {
    const Folder folder;
    const ImageFolder images = folder.open();
    const std::vector<std::int64_t> picked{3, 0, 2, 1}, turned{1, 2, 0, 3};
    const auto one = read_images(images, picked, {1, 5});
    CHECK(read_images(images, picked, {4, 5}) == one);
    CHECK(read_images(images, picked, {0, 5}) == one);
    CHECK(read_images(images, picked, {1, 6}) != one);
    const auto reversed = read_images(images, turned, {2, 5});
    const std::size_t size = 3 * 16 * 16;
    CHECK(std::equal(one.begin(), one.begin() + size, reversed.begin() + 3 * size));
    CHECK(read_images(images, picked, {3, {}}) == read_images(images, picked, {1, {}}));
    CHECK(read_images(images, 0, 2).size() == 2 * size);
}

TEST_CASE("Folders that are missing, empty or unlike each other are refused by name") {
    const Folder folder;
    const std::string path = folder.folder.path();
    fs::create_directory(path + "/train/empty");
    CHECK(folder.refusal() == path + "/train: its classes are not those of '" + path + "/val': 'empty' is only in '" +
                                  path +
                                  "/train'; labels are numbers of sorted classes, so both need the same folders");
    CHECK_THAT(folder.refusal(Split::test), Catch::Contains("'empty' is only in '" + path + "/train'"));
    fs::create_directory(path + "/val/empty");
    CHECK(folder.refusal() == path + "/train/empty: found no image in it (.jpeg, .jpg, .png); a class needs some");
    fs::remove_all(path + "/train");
    CHECK(folder.refusal<MissingFileError>() ==
          "cannot find the folder '" + path +
              "/train'; give the folder that holds train/CLASS/*.JPEG and val/CLASS/*.JPEG with --data-dir");
    fs::create_directory(path + "/train");
    CHECK(folder.refusal() == path + "/train: found no folder in it; each class needs one, as n01440764");
    CHECK(message_of<ConfigError>([&] { ImageFolder(path, Split::test, 5000); }) ==
          "images of 5000 x 5000 pixels; allowed: 1 to 4096");
}

TEST_CASE("A link to an image that is gone is an image that cannot be read, not one image less") {
    const Folder folder;
    fs::create_symlink("nowhere", folder.folder.file("train/newt/lost.jpg"));
    fs::create_directory(folder.folder.file("train/newt/folder.png"));
    const ImageFolder images = folder.open();
    CHECK(images.size() == 5);
    const auto problems = reading_problems(images, 0, images.size(), 1);
    REQUIRE(problems.size() == 1);
    CHECK_THAT(problems.front(),
               Catch::StartsWith("cannot open '" + folder.folder.file("train/newt/lost.jpg") + "': "));
}

TEST_CASE("A folder that cannot be looked into is bad input, with the reason") {
    const TemporaryFolder folder;
    fs::create_symlink("round", folder.file("round"));
    CHECK_THAT(message_of<MissingFileError>([&] { ImageFolder(folder.file("round"), Split::train, 16); }),
               Catch::Contains("cannot find the folder '" + folder.file("round/train") + "': Too many levels"));
}

TEST_CASE("A damaged image is named when it is read, not before") {
    const Folder folder;
    folder.add("train", "newt", "a.jpg", jpeg_bytes(smooth_image(30, 30, 1)).substr(0, 400));
    const ImageFolder images = folder.open();
    const std::vector<std::int64_t> all{0, 1, 2, 3};
    for (const int threads : {1, 2})
        CHECK_THAT(message_of<FormatError>([&] {
                       read_images(images, all, {threads, {}});
                   }),
                   Catch::StartsWith(images.path(1) + ": cannot decode the image: "));
}

TEST_CASE("The fingerprint changes with names, sizes, classes and the size of images") {
    const Folder folder;
    std::vector<std::string> prints{folder.open().fingerprint()};
    CHECK(folder.open().fingerprint() == prints.front());
    prints.push_back(ImageFolder(folder.folder.path(), Split::train, 17).fingerprint());
    folder.add("train", "newt", "c.PNG", "other");
    prints.push_back(folder.open().fingerprint());
    fs::rename(folder.folder.file("train/newt/c.PNG"), folder.folder.file("train/newt/d.PNG"));
    prints.push_back(folder.open().fingerprint());
    CHECK(std::set<std::string>(prints.begin(), prints.end()).size() == 4);
}

TEST_CASE("A folder is opened by name, for networks that read squares of three channels") {
    const Folder folder;
    const auto set = open_dataset({"image_folder", folder.folder.path(), Split::test, 3, {3, 20, 20}});
    CHECK(set->size() == 3);
    CHECK(set->shape() == TensorShape{3, 20, 20});
    CHECK(message_of<ConfigError>([&] {
              static_cast<void>(open_dataset({"image_folder", folder.folder.path(), Split::test, 3, {1, 28, 28}}));
          }) == "the network reads 1 x 28 x 28 values; images of a folder have 3 channels and are brought to a square, "
                "so it must read 3 x N x N");
}

TEST_CASE("Images in memory are read as they are, and have no random crops") {
    const ImageSetSource set({{1, 1, 2}, {1, 2, 3, 4}, {7, 300}});
    CHECK(read_images(set, 0, 2) == std::vector<std::uint8_t>{1, 2, 3, 4});
    CHECK(set.labels() == std::vector<std::uint16_t>{7, 300});
    CHECK_FALSE(set.classes());
    CHECK(message_of<ConfigError>([&] {
              read_images(set, std::vector<std::int64_t>{0}, {1, 9});
          }) == "random resized crops need images in files of their own, as data.dataset = \"image_folder\" has");
}

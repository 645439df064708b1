#include "models/data/cifar10.hpp"

#include "models/core/error.hpp"
#include "models/data/named_dataset.hpp"
#include "tests/support/message_of.hpp"
#include "tests/support/temporary_folder.hpp"

#include <catch2/catch.hpp>

#include <filesystem>
#include <fstream>

using namespace fracbit;
using namespace fracbit::models;
using namespace fracbit::tests;
using Catch::Matchers::Contains;

namespace {

/// A record whose pixels begin with `first` and go on with 7.
std::string record(char label, char first) {
    std::string bytes(3073, '\7');
    bytes[0] = label;
    bytes[1] = first;
    return bytes;
}

void put_bytes(const std::string& path, const std::string& bytes) {
    std::ofstream(path, std::ios::binary).write(bytes.data(), static_cast<std::streamsize>(bytes.size()));
}

} // namespace

TEST_CASE("CIFAR-10 is five training files and one of tests, in the folder or the archive's own") {
    for (const std::string below : {"", "cifar-10-batches-bin/"}) {
        const TemporaryFolder folder;
        std::filesystem::create_directories(folder.file(below + "."));
        for (char i = 1; i <= 5; ++i)
            put_bytes(folder.file(below + "data_batch_" + static_cast<char>('0' + i) + ".bin"),
                      record(i, 'a') + record(0, 'b'));
        put_bytes(folder.file(below + "test_batch.bin"), record(9, 'z'));
        const ImageSet train = read_cifar10(folder.path(), Split::train);
        CHECK(train.shape == TensorShape{3, 32, 32});
        CHECK(train.labels == std::vector<std::uint16_t>{1, 0, 2, 0, 3, 0, 4, 0, 5, 0});
        CHECK(train.pixels.size() == 10 * 3072);
        CHECK(train.image(3)[0] == 'b');
        CHECK(train.image(3)[3071] == 7);
        const ImageSet test = read_cifar10(folder.path(), Split::test);
        CHECK(test.labels == std::vector<std::uint16_t>{9});
        CHECK(read_cifar10(folder.path(), Split::train, 3).labels == std::vector<std::uint16_t>{1, 0, 2});
        CHECK(read_cifar10(folder.path(), Split::train, 3).pixels.size() == 3 * 3072);
        CHECK(read_dataset("cifar10", folder.path(), Split::test).labels == test.labels);
    }
}

TEST_CASE("missing files of CIFAR-10 say what was looked for and how to get it") {
    const TemporaryFolder folder;
    const auto message = message_of<MissingFileError>([&] { read_cifar10(folder.path(), Split::train); });
    CHECK_THAT(message, Contains("cannot find 'data_batch_1.bin' in '" + folder.path() + "' or '" + folder.path() +
                                 "/cifar-10-batches-bin'; give the folder of the data set with --data-dir"));
    CHECK_THAT(message, Contains("https://www.cs.toronto.edu/~kriz/cifar-10-binary.tar.gz"));
}

TEST_CASE("damaged files of CIFAR-10 name the byte") {
    const TemporaryFolder folder;
    const std::string path = folder.file("test_batch.bin");
    const auto refused = [&](const std::string& bytes) {
        put_bytes(path, bytes);
        return message_of<FormatError>([&] { read_cifar10(folder.path(), Split::test); });
    };
    const std::string good = record(1, 'a') + record(2, 'b');
    CHECK(refused(good.substr(0, 6000)) ==
          path +
              ": at byte 3073: found 6000 bytes, which are not whole records of 3073 (a label and 32 x 32 x 3 pixels); "
              "the file is truncated or not of CIFAR-10's binary version");
    CHECK_THAT(refused(""), Contains("found 0 bytes"));
    CHECK_THAT(refused(good + "x"), Contains("found 6147 bytes"));
    CHECK(refused(record(1, 'a') + record(10, 'b')) ==
          path + ": at byte 3073: the label of image 1 is 10, allowed is 0 to 9");
}

TEST_CASE("data sets that are not known get the nearest name") {
    CHECK(message_of<ConfigError>([] { read_dataset("cifar", ".", Split::test); }) ==
          "unknown data set 'cifar'; did you mean 'cifar10'?");
    CHECK(dataset_names() == std::vector<std::string>{"mnist", "cifar10", "image_folder"});
}

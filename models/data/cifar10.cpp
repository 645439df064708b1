#include "models/data/cifar10.hpp"

#include "models/core/error.hpp"
#include "models/files/binary_file.hpp"

#include <algorithm>
#include <filesystem>
#include <fmt/format.h>
#include <vector>

namespace fracbit::models {
namespace {

constexpr TensorShape cifar_shape{3, 32, 32};
constexpr std::size_t cifar_pixels = 3072, record_bytes = cifar_pixels + 1;
constexpr int cifar_classes = 10;

std::vector<std::string> file_names(Split split) {
    if (split == Split::test) return {"test_batch.bin"};
    return {"data_batch_1.bin", "data_batch_2.bin", "data_batch_3.bin", "data_batch_4.bin", "data_batch_5.bin"};
}

std::string find_batch(const std::string& folder, const std::string& name) {
    if (auto path = find_cifar10_file(folder, name)) return *path;
    throw MissingFileError(fmt::format(
        "cannot find '{0}' in '{1}' or '{1}/cifar-10-batches-bin'; give the folder of the data set with --data-dir. "
        "'fracbit data fetch cifar10' downloads it; or unpack https://www.cs.toronto.edu/~kriz/cifar-10-binary.tar.gz",
        name, folder));
}

void append_batch(const std::string& path, std::int64_t limit, ImageSet& set) {
    const std::vector<std::uint8_t> bytes = read_bytes(path);
    if (bytes.empty() || bytes.size() % record_bytes != 0)
        throw FormatError(path, {{}, {}, static_cast<std::int64_t>(bytes.size() / record_bytes * record_bytes), {}},
                          fmt::format("found {} bytes, which are not whole records of {} (a label and 32 x 32 x 3 "
                                      "pixels); the file is truncated or not of CIFAR-10's binary version",
                                      bytes.size(), record_bytes));
    for (std::size_t at = 0; at < bytes.size(); at += record_bytes) {
        if (bytes[at] >= cifar_classes)
            throw FormatError(path, {{}, {}, static_cast<std::int64_t>(at), {}},
                              fmt::format("the label of image {} is {}, allowed is 0 to {}", at / record_bytes,
                                          bytes[at], cifar_classes - 1));
        if (set.size() >= limit) continue;
        set.labels.push_back(bytes[at]);
        const auto first = bytes.begin() + static_cast<std::ptrdiff_t>(at) + 1;
        set.pixels.insert(set.pixels.end(), first, first + cifar_pixels);
    }
}

} // namespace

std::optional<std::string> find_cifar10_file(const std::string& folder, const std::string& name) {
    namespace fs = std::filesystem;
    for (const char* below : {"", "cifar-10-batches-bin"}) {
        const auto path = fs::path(folder) / below / name;
        if (std::error_code ignored; fs::is_regular_file(path, ignored)) return path.lexically_normal().string();
    }
    return std::nullopt;
}

ImageSet read_cifar10(const std::string& folder, Split split, std::int64_t limit) {
    ImageSet set;
    set.shape = cifar_shape;
    for (const std::string& name : file_names(split)) {
        const std::string path = find_batch(folder, name);
        if (set.size() < limit) append_batch(path, std::max<std::int64_t>(limit, 0), set);
    }
    return set;
}

} // namespace fracbit::models

#include "models/data/dataset.hpp"

#include "models/core/error.hpp"
#include "models/data/idx.hpp"

#include <algorithm>
#include <array>
#include <filesystem>
#include <fmt/format.h>

namespace fracbit::models {
namespace {

namespace fs = std::filesystem;

std::string find_or_fail(const std::string& folder, const std::string& name) {
    if (auto path = find_mnist_file(folder, name)) return *path;
    throw MissingFileError(fmt::format(
        "cannot find '{0}' or '{0}.gz' in '{1}', '{1}/mnist' or '{1}/MNIST/raw'; give the folder of the data set with "
        "--data-dir. 'fracbit data fetch mnist' downloads MNIST's four files; they are also at "
        "https://ossci-datasets.s3.amazonaws.com/mnist/",
        name, folder));
}

} // namespace

std::optional<std::string> find_mnist_file(const std::string& folder, const std::string& name) {
    for (const char* below : {"", "mnist", "MNIST/raw"})
        for (const char* ending : {"", ".gz"}) {
            const auto path = fs::path(folder) / below / (name + ending);
            if (std::error_code ignored; fs::is_regular_file(path, ignored)) return path.lexically_normal().string();
        }
    return std::nullopt;
}

ImageSet read_idx_pair(const std::string& images, const std::string& labels, int classes, std::int64_t limit) {
    auto pictures = read_idx(images, 3);
    auto classes_of = read_idx(labels, 1);
    const auto count = pictures.sizes[0];
    if (classes_of.sizes[0] != count)
        throw FormatError(labels, {{}, {}, 4, {}},
                          fmt::format("found {} labels for the {} images of '{}'", classes_of.sizes[0], count, images));
    for (std::size_t i = 0; i < classes_of.values.size(); ++i)
        if (classes_of.values[i] >= classes)
            throw FormatError(labels, {{}, {}, static_cast<std::int64_t>(8 + i), {}},
                              fmt::format("label {} is {}, allowed is 0 to {}", i, classes_of.values[i], classes - 1));
    ImageSet set{{1, pictures.sizes[1], pictures.sizes[2]},
                 std::move(pictures.values),
                 {classes_of.values.begin(), classes_of.values.end()}};
    const auto kept = std::clamp<std::int64_t>(limit, 0, count);
    set.pixels.resize(static_cast<std::size_t>(kept * set.shape.elements()));
    set.labels.resize(static_cast<std::size_t>(kept));
    return set;
}

ImageSet read_mnist(const std::string& folder, Split split, std::int64_t limit) {
    const std::string prefix = split == Split::train ? "train" : "t10k";
    const auto images = find_or_fail(folder, prefix + "-images-idx3-ubyte");
    const auto labels = find_or_fail(folder, prefix + "-labels-idx1-ubyte");
    constexpr int digits = 10;
    return read_idx_pair(images, labels, digits, limit);
}

} // namespace fracbit::models

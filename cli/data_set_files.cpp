#include "cli/data_set_files.hpp"

#include "models/data/cifar10.hpp"
#include "models/data/dataset.hpp"
#include "models/data/official_set.hpp"

#include <algorithm>
#include <filesystem>
#include <optional>

namespace fracbit::cli {
namespace {

constexpr const char* data_set = "the data set";

bool lies_below(const std::filesystem::path& folder, const std::string& file) {
    namespace fs = std::filesystem;
    std::error_code problem;
    if (!fs::is_regular_file(file, problem)) return false;
    const fs::path root = fs::weakly_canonical(folder, problem), place = fs::weakly_canonical(file, problem);
    return !problem && std::mismatch(root.begin(), root.end(), place.begin(), place.end()).first == root.end();
}

} // namespace

std::vector<NamedFile> data_set_files(const std::string& dataset, const std::string& folder,
                                      const std::vector<NamedFile>& outputs) {
    std::vector<NamedFile> all;
    const auto add = [&](const std::optional<std::string>& path) {
        if (path) all.push_back({data_set, *path});
    };
    if (dataset == "mnist") {
        for (const char* split : {"train", "t10k"})
            for (const char* kind : {"-images-idx3-ubyte", "-labels-idx1-ubyte"})
                add(models::find_mnist_file(folder, std::string(split) + kind));
    } else if (dataset == "cifar10") {
        for (const std::string& name : models::official_set(dataset).members)
            add(models::find_cifar10_file(folder, name));
    } else {
        for (const NamedFile& output : outputs)
            for (const char* split : {"train", "val"})
                if (lies_below(std::filesystem::path(folder) / split, output.path)) add(output.path);
    }
    return all;
}

} // namespace fracbit::cli

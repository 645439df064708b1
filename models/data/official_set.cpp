#include "models/data/official_set.hpp"

#include "models/core/error.hpp"
#include "models/core/nearest_name.hpp"
#include "models/data/cifar10.hpp"
#include "models/data/dataset.hpp"
#include "models/files/binary_file.hpp"
#include "models/files/gzip.hpp"
#include "models/files/md5.hpp"
#include "models/files/text_file.hpp"

#include <algorithm>
#include <filesystem>
#include <fmt/format.h>
#include <limits>
#include <map>
#include <sstream>

namespace fracbit::models {
namespace {

namespace fs = std::filesystem;

/// MNIST's sums are those that torchvision publishes, CIFAR-10's stands on its makers' page.
const std::vector<OfficialSet>& official_sets() {
    static const std::vector<OfficialSet> sets{
        {"mnist",
         "mnist",
         {"https://ossci-datasets.s3.amazonaws.com/mnist/", "https://storage.googleapis.com/cvdf-datasets/mnist/"},
         {{"train-images-idx3-ubyte.gz", 9'912'422, "f68b3c2dcbeaaa9fbdd348bbdeb94873",
           "6bbc9ace898e44ae57da46a324031adb"},
          {"train-labels-idx1-ubyte.gz", 28'881, "d53e105ee54ea40749a09fcbcd1e9432",
           "a25bea736e30d166cdddb491f175f624"},
          {"t10k-images-idx3-ubyte.gz", 1'648'877, "9fb629c4189551a2d022fa330f9573f3",
           "2646ac647ad5339dbf082846283269ea"},
          {"t10k-labels-idx1-ubyte.gz", 4'542, "ec29112dd5afa0611ce80d1b7f02629c", "27ae3e4e09519cfbb04c329615203637"}},
         {}},
        {"cifar10",
         "cifar-10-batches-bin",
         {"https://www.cs.toronto.edu/~kriz/", "https://cave.cs.toronto.edu/kriz/"},
         {{"cifar-10-binary.tar.gz", 170'052'171, "c32a1d4ab5d03f1284b67883e8d87530", ""}},
         {"data_batch_1.bin", "data_batch_2.bin", "data_batch_3.bin", "data_batch_4.bin", "data_batch_5.bin",
          "test_batch.bin", "batches.meta.txt"}}};
    return sets;
}

/// "SUM  NAME" a line; nothing if there is no such file.
std::map<std::string, std::string> member_sums(const fs::path& folder) {
    std::map<std::string, std::string> sums;
    const fs::path path = folder / member_sums_name;
    if (std::error_code ignored; !fs::is_regular_file(path, ignored)) return sums;
    std::istringstream lines(read_text_file(path.string()));
    for (std::string sum, name; lines >> sum >> name;) sums[name] = sum;
    return sums;
}

FileCheck check_packed(const OfficialFile& file, const std::string& folder) {
    FileCheck check{file.name, "", FileState::missing, "", file.md5};
    const auto path = find_mnist_file(folder, file.name.substr(0, file.name.rfind(".gz")));
    if (!path) return check;
    check.path = *path;
    const std::vector<std::uint8_t> bytes = read_bytes(*path);
    Md5 sum;
    sum.add(bytes);
    check.found_md5 = sum.finish();
    check.state = check.found_md5 == file.md5            ? FileState::official
                  : check.found_md5 == file.unpacked_md5 ? FileState::repacked
                                                         : FileState::other;
    if (check.state != FileState::other || !is_gzip(bytes)) return check;
    try {
        Md5 contents;
        contents.add(gunzip(bytes, std::numeric_limits<std::size_t>::max(), *path));
        if (contents.finish() == file.unpacked_md5) check.state = FileState::repacked;
    } catch (const FormatError&) { // damaged, so it is another file; whoever reads it learns where
    }
    return check;
}

FileCheck check_member(const std::string& name, const std::string& folder) {
    FileCheck check{name, "", FileState::missing, "", ""};
    const auto path = find_cifar10_file(folder, name);
    if (!path) return check;
    check.path = *path;
    const auto sums = member_sums(fs::path(*path).parent_path());
    check.found_md5 = md5_of_file(*path);
    const auto known = sums.find(name);
    if (known == sums.end()) {
        check.state = FileState::unknown;
    } else {
        check.expected_md5 = known->second;
        check.state = known->second == check.found_md5 ? FileState::official : FileState::other;
    }
    return check;
}

} // namespace

const OfficialSet& official_set(const std::string& name) {
    const auto& sets = official_sets();
    const auto found = std::find_if(sets.begin(), sets.end(), [&](const OfficialSet& set) { return set.name == name; });
    if (found == sets.end())
        throw ConfigError(
            fmt::format("'{}' is no data set with published sums; {}", name, suggest_name(name, official_set_names())));
    return *found;
}

std::vector<std::string> official_set_names() {
    std::vector<std::string> names;
    for (const OfficialSet& set : official_sets()) names.push_back(set.name);
    return names;
}

std::vector<FileCheck> check_files(const OfficialSet& set, const std::string& folder) {
    std::vector<FileCheck> checks;
    if (set.members.empty())
        for (const OfficialFile& file : set.files) checks.push_back(check_packed(file, folder));
    for (const std::string& member : set.members) checks.push_back(check_member(member, folder));
    return checks;
}

} // namespace fracbit::models

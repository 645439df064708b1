#include "models/data/image_folder.hpp"

#include "models/core/error.hpp"
#include "models/core/hashing.hpp"
#include "models/data/resampling.hpp"

#include <algorithm>
#include <cctype>
#include <filesystem>
#include <fmt/format.h>

namespace fracbit::models {
namespace {

namespace fs = std::filesystem;

constexpr double middle_share = 7.0 / 8.0;
constexpr std::int64_t largest_image = 4096;
constexpr std::size_t most_classes = 65'536;

bool is_image_name(const fs::path& path) {
    std::string ending = path.extension().string();
    std::transform(ending.begin(), ending.end(), ending.begin(), [](unsigned char c) { return std::tolower(c); });
    return path.filename().string().front() != '.' && (ending == ".jpeg" || ending == ".jpg" || ending == ".png");
}

/// Names in a folder for which `wanted` holds, sorted.
template <class Wanted>
std::vector<std::string> names_in(const fs::path& folder, const Wanted& wanted) {
    std::vector<std::string> names;
    std::error_code problem;
    for (fs::directory_iterator at(folder, problem), end; !problem && at != end; at.increment(problem))
        if (wanted(*at)) names.push_back(at->path().filename().string());
    if (problem)
        throw MissingFileError(fmt::format("cannot read the folder '{}': {}", folder.string(), problem.message()));
    std::sort(names.begin(), names.end());
    return names;
}

bool is_folder(const fs::path& path) {
    std::error_code ignored;
    return fs::is_directory(path, ignored);
}

std::vector<std::string> class_folders(const fs::path& folder) {
    return names_in(folder, [](const fs::directory_entry& entry) {
        return is_folder(entry.path()) && entry.path().filename().string().front() != '.';
    });
}

/// A file, or a link to one that is gone: an image that is missed, not one less.
bool is_image(const fs::directory_entry& entry) {
    std::error_code broken_link;
    return is_image_name(entry.path()) &&
           (entry.is_regular_file(broken_link) || (entry.is_symlink() && !entry.exists(broken_link)));
}

std::string first_of_one(const std::vector<std::string>& some, const std::vector<std::string>& others) {
    for (const std::string& name : some)
        if (!std::binary_search(others.begin(), others.end(), name)) return name;
    return "";
}

void check_same_classes(const fs::path& here, const std::vector<std::string>& classes, const fs::path& other) {
    if (!is_folder(other)) return;
    const auto theirs = class_folders(other);
    if (classes == theirs) return;
    std::string name = first_of_one(classes, theirs);
    const bool ours = !name.empty();
    if (!ours) name = first_of_one(theirs, classes);
    throw FormatError(here.string(), fmt::format("its classes are not those of '{}': '{}' is only in '{}'; labels are "
                                                 "numbers of sorted classes, so both need the same folders",
                                                 other.string(), name, (ours ? here : other).string()));
}

} // namespace

ImageFolder::ImageFolder(const std::string& folder, Split split, std::int64_t image_size, std::int64_t limit)
    : image_size_(image_size) {
    if (image_size < 1 || image_size > largest_image)
        throw ConfigError(fmt::format("images of {0} x {0} pixels; allowed: 1 to {1}", image_size, largest_image));
    const fs::path here = fs::path(folder) / (split == Split::train ? "train" : "val");
    std::error_code problem;
    const fs::file_status status = fs::status(here, problem);
    if (!fs::is_directory(status))
        throw MissingFileError(fmt::format("cannot find the folder '{}'{}; give the folder that holds "
                                           "train/CLASS/*.JPEG and val/CLASS/*.JPEG with --data-dir",
                                           here.string(), fs::status_known(status) ? "" : ": " + problem.message()));
    class_names_ = class_folders(here);
    if (class_names_.empty())
        throw FormatError(here.string(), "found no folder in it; each class needs one, as n01440764");
    if (class_names_.size() > most_classes)
        throw FormatError(here.string(),
                          fmt::format("found {} classes, allowed are {}", class_names_.size(), most_classes));
    check_same_classes(here, class_names_, fs::path(folder) / (split == Split::train ? "val" : "train"));
    std::vector<std::vector<std::string>> files;
    std::size_t most = 0;
    for (const std::string& name : class_names_) {
        files.push_back(names_in(here / name, is_image));
        if (files.back().empty())
            throw FormatError((here / name).string(), "found no image in it (.jpeg, .jpg, .png); a class needs some");
        most = std::max(most, files.back().size());
    }
    for (std::size_t round = 0; round < most; ++round)
        for (std::size_t label = 0; label < files.size(); ++label)
            if (round < files[label].size() && size() < limit) {
                paths_.push_back((here / class_names_[label] / files[label][round]).string());
                labels_.push_back(static_cast<std::uint16_t>(label));
            }
}

void ImageFolder::read(std::int64_t i, std::span<std::uint8_t> pixels) const {
    const RgbImage image = decode_image(path(i));
    resample(image, centre_box(image, middle_share), image_size_, image_size_, false, pixels);
}

void ImageFolder::read_random_crop(std::int64_t i, Random& random, std::span<std::uint8_t> pixels) const {
    const RgbImage image = decode_image(path(i));
    const ImageBox box = random_box(image, random);
    resample(image, box, image_size_, image_size_, random.below(2) == 1, pixels);
}

std::string ImageFolder::fingerprint() const {
    ByteHash hash;
    for (std::size_t i = 0; i < paths_.size(); ++i) {
        const fs::path path = paths_[i];
        hash.add(path.parent_path().filename().string() + "/" + path.filename().string());
        std::error_code ignored;
        hash.add(fmt::format(" {} {}\n", fs::file_size(path, ignored), labels_[i]));
    }
    return fmt::format("{} images in {} classes of {} pixels, hash of names and sizes {:016x}", size(),
                       class_names_.size(), image_size_, hash.value());
}

} // namespace fracbit::models

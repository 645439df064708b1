// Images in folders, as ImageNet's users keep them: DIR/train/CLASS/*.JPEG for training, DIR/val/CLASS/*.JPEG for
// tests.
#pragma once

#include "models/data/dataset.hpp"
#include "models/data/image_source.hpp"

#include <memory>
#include <string>
#include <vector>

namespace fracbit::models {

/// Nothing is decoded before it is asked for, and nothing is kept.
class ImageFolder final : public ImageSource {
public:
    /// Classes are the names of the folders, sorted byte by byte; images the files in them whose names end in .jpeg,
    /// .jpg or .png, in any case, sorted likewise; others are passed over. Image 0 is the first of the first class,
    /// image 1 the first of the second, and so on in turn, so that the first `limit` images have all classes. Throws
    /// MissingFileError if there is no such folder; FormatError for a class without images, no class at all, more than
    /// 65,536, or other classes than the other split has; ConfigError for an image size outside 1 to 4096.
    ImageFolder(const std::string& folder, Split split, std::int64_t image_size, std::int64_t limit = all_images);

    [[nodiscard]] TensorShape shape() const override { return {3, image_size_, image_size_}; }
    [[nodiscard]] const std::vector<std::uint16_t>& labels() const override { return labels_; }
    /// The middle square of 7/8 of the shorter side, as 224 of 256. Throws FormatError that names the file.
    void read(std::int64_t i, std::span<std::uint8_t> pixels) const override;
    /// A random_box, mirrored or not (resampling.hpp).
    void read_random_crop(std::int64_t i, Random& random, std::span<std::uint8_t> pixels) const override;
    [[nodiscard]] std::optional<std::int64_t> classes() const override {
        return static_cast<std::int64_t>(class_names_.size());
    }
    /// Of names, sizes of files and labels; not of their contents, which would take hours.
    [[nodiscard]] std::string fingerprint() const override;

    [[nodiscard]] const std::vector<std::string>& class_names() const { return class_names_; }
    [[nodiscard]] const std::string& path(std::int64_t i) const { return paths_[static_cast<std::size_t>(i)]; }

private:
    std::int64_t image_size_;
    std::vector<std::string> class_names_, paths_;
    std::vector<std::uint16_t> labels_;
};

} // namespace fracbit::models

// Data sets as their makers distribute them.
#pragma once

#include "models/data/image_set.hpp"

#include <cstdint>
#include <limits>
#include <optional>
#include <string>

namespace fracbit::models {

enum class Split { train, test };

inline constexpr std::int64_t all_images = std::numeric_limits<std::int64_t>::max();

/// The first `limit` images of MNIST (LeCun, Bottou, Bengio, Haffner 1998), or of any set in its format: the pair
/// train-images-idx3-ubyte and train-labels-idx1-ubyte, or t10k-... for the test split, plain or with ".gz", in
/// `folder` or its sub-folders mnist or MNIST/raw. Throws MissingFileError that says what was looked for and where
/// MNIST can be had; FormatError for files that are damaged, differ in number, or hold labels other than 0 to 9.
ImageSet read_mnist(const std::string& folder, Split split, std::int64_t limit = all_images);

/// Where one of MNIST's files, named without ".gz", is, if it is there.
std::optional<std::string> find_mnist_file(const std::string& folder, const std::string& name);

/// Any pair of IDX files: images [n][rows][columns] and labels [n] of 0 to `classes` - 1.
ImageSet read_idx_pair(const std::string& images, const std::string& labels, int classes,
                       std::int64_t limit = all_images);

} // namespace fracbit::models

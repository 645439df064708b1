// CIFAR-10 in its binary version (Krizhevsky, "Learning multiple layers of features from tiny images", 2009;
// https://www.cs.toronto.edu/~kriz/cifar.html): records of one label byte, 0 to 9, and 3072 pixels,
// [channel][row][column] of 3 x 32 x 32.
#pragma once

#include "models/data/dataset.hpp"

#include <optional>
#include <string>

namespace fracbit::models {

/// The first `limit` images: data_batch_1.bin to data_batch_5.bin, or test_batch.bin, in `folder` or its sub-folder
/// cifar-10-batches-bin. Files of our making may hold any number of whole records. Throws MissingFileError that says
/// what was looked for and where CIFAR-10 can be had; FormatError with the byte offset for files that end inside a
/// record, are empty, or hold other labels.
ImageSet read_cifar10(const std::string& folder, Split split, std::int64_t limit = all_images);

/// Where a file of the set is, if it is there.
std::optional<std::string> find_cifar10_file(const std::string& folder, const std::string& name);

} // namespace fracbit::models

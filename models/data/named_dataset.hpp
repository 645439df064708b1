// The data sets that programs know by name.
#pragma once

#include "models/data/dataset.hpp"
#include "models/data/image_source.hpp"

#include <memory>
#include <string>
#include <vector>

namespace fracbit::models {

/// "mnist", "cifar10", "image_folder"
const std::vector<std::string>& dataset_names();

struct DatasetRequest {
    std::string name, folder;
    Split split = Split::test;
    std::int64_t limit = all_images;
    TensorShape shape; ///< what the network reads: images of a folder are brought to this size
};

/// Throws what the readers throw (dataset.hpp, cifar10.hpp, image_folder.hpp), and ConfigError for another name, or a
/// network that does not read square images of 3 channels from an image folder.
std::unique_ptr<ImageSource> open_dataset(const DatasetRequest& request);

/// A set that is held in memory: "mnist" or "cifar10".
ImageSet read_dataset(const std::string& name, const std::string& folder, Split split, std::int64_t limit = all_images);

} // namespace fracbit::models

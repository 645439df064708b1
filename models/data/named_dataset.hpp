// The data sets that programs know by name.
#pragma once

#include "models/data/dataset.hpp"

#include <string>
#include <vector>

namespace fracbit::models {

/// "mnist", "cifar10"
const std::vector<std::string>& dataset_names();

/// `read_mnist` or `read_cifar10`; throws what they throw, and ConfigError for another name.
ImageSet read_dataset(const std::string& name, const std::string& folder, Split split, std::int64_t limit = all_images);

} // namespace fracbit::models

#include "models/data/named_dataset.hpp"

#include "models/core/error.hpp"
#include "models/core/nearest_name.hpp"
#include "models/data/cifar10.hpp"

#include <fmt/format.h>

namespace fracbit::models {

const std::vector<std::string>& dataset_names() {
    static const std::vector<std::string> names{"mnist", "cifar10"};
    return names;
}

ImageSet read_dataset(const std::string& name, const std::string& folder, Split split, std::int64_t limit) {
    if (name == "mnist") return read_mnist(folder, split, limit);
    if (name == "cifar10") return read_cifar10(folder, split, limit);
    throw ConfigError(fmt::format("unknown data set '{}'; {}", name, suggest_name(name, dataset_names())));
}

} // namespace fracbit::models

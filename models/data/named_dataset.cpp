#include "models/data/named_dataset.hpp"

#include "models/core/error.hpp"
#include "models/core/nearest_name.hpp"
#include "models/data/cifar10.hpp"
#include "models/data/image_folder.hpp"

#include <fmt/format.h>

namespace fracbit::models {

const std::vector<std::string>& dataset_names() {
    static const std::vector<std::string> names{"mnist", "cifar10", "image_folder"};
    return names;
}

std::unique_ptr<ImageSource> open_dataset(const DatasetRequest& request) {
    const TensorShape& shape = request.shape;
    if (request.name != "image_folder")
        return std::make_unique<ImageSetSource>(
            read_dataset(request.name, request.folder, request.split, request.limit));
    if (shape.channels != 3 || shape.width != shape.height)
        throw ConfigError(fmt::format("the network reads {} x {} x {} values; images of a folder have 3 channels and "
                                      "are brought to a square, so it must read 3 x N x N",
                                      shape.channels, shape.height, shape.width));
    return std::make_unique<ImageFolder>(request.folder, request.split, shape.width, request.limit);
}

ImageSet read_dataset(const std::string& name, const std::string& folder, Split split, std::int64_t limit) {
    if (name == "mnist") return read_mnist(folder, split, limit);
    if (name == "cifar10") return read_cifar10(folder, split, limit);
    throw ConfigError(fmt::format("unknown data set '{}'; {}", name, suggest_name(name, dataset_names())));
}

} // namespace fracbit::models

#include "cli/image_input.hpp"

#include "models/core/error.hpp"
#include "models/data/idx.hpp"
#include "models/data/pgm.hpp"

#include <fstream>

#include <fmt/format.h>

namespace fracbit::cli {
namespace {

bool is_pgm(const std::string& path) {
    char magic[2] = {};
    std::ifstream(path, std::ios::binary).read(magic, 2);
    return magic[0] == 'P' && magic[1] >= '1' && magic[1] <= '7';
}

} // namespace

std::int64_t input_size(const models::Network& network) {
    const models::Layer& first = network.layers.front();
    return first.repeat * first.input.elements();
}

std::vector<std::uint8_t> read_images(const std::string& path, const models::Network& network, std::int64_t count) {
    if (network.independent_layers)
        throw ConfigError("--images: the layers of network '" + network.name +
                          "' are independent, each draws its own input; leave the option out");
    const models::Layer& first = network.layers.front();
    const std::int64_t wanted = count * first.repeat;
    if (is_pgm(path)) {
        if (wanted != 1) throw ConfigError(fmt::format("'{}' holds 1 image, {} are needed", path, wanted));
        return models::read_pgm(path, first.input);
    }
    models::IdxFile file = models::read_idx(path, 3);
    const models::TensorShape& shape = first.input;
    if (file.sizes[1] * file.sizes[2] != shape.elements() || (shape.channels == 1 && file.sizes[1] != shape.height))
        throw ConfigError(fmt::format("'{}' holds images of {} x {}, layer '{}' reads {} x {} x {}", path,
                                      file.sizes[1], file.sizes[2], first.name, shape.channels, shape.height,
                                      shape.width));
    if (file.sizes[0] < wanted)
        throw ConfigError(fmt::format("'{}' holds {} images, {} are needed", path, file.sizes[0], wanted));
    file.values.resize(static_cast<std::size_t>(wanted * shape.elements()));
    return std::move(file.values);
}

std::vector<std::vector<std::uint8_t>> cut_images(const std::vector<std::uint8_t>& pixels, std::int64_t size) {
    std::vector<std::vector<std::uint8_t>> images;
    for (auto at = pixels.begin(); at != pixels.end(); at += size) images.emplace_back(at, at + size);
    return images;
}

} // namespace fracbit::cli

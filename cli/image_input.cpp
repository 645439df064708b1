#include "cli/image_input.hpp"

#include "models/core/error.hpp"
#include "models/data/idx.hpp"
#include "models/data/pgm.hpp"
#include "models/files/gzip.hpp"

#include <array>
#include <fstream>
#include <optional>

#include <fmt/format.h>

namespace fracbit::cli {
namespace {

using Magic = std::array<std::uint8_t, 2>;

/// The file's first two bytes; nothing if it has none.
std::optional<Magic> magic_of(const std::string& path) {
    Magic magic{};
    std::ifstream file(path, std::ios::binary);
    if (!file.read(reinterpret_cast<char*>(magic.data()), magic.size())) return std::nullopt;
    return magic;
}

bool is_pgm(const Magic& magic) { return magic[0] == 'P' && magic[1] >= '1' && magic[1] <= '7'; }

/// Plain or packed: IDX begins with two zero bytes.
bool is_idx(const Magic& magic) { return magic == Magic{0, 0} || models::is_gzip(magic); }

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
    const std::optional<Magic> magic = magic_of(path);
    if (magic && !is_pgm(*magic) && !is_idx(*magic))
        throw FormatError(path, {{}, {}, 0, {}},
                          "found neither an IDX file nor a PGM image; save the image as PGM (it starts with P2 or P5)");
    if (magic && is_pgm(*magic)) {
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

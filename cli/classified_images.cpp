#include "cli/classified_images.hpp"

#include "models/core/error.hpp"

#include <fmt/format.h>
#include <optional>

namespace fracbit::cli {

ClassifiedImages::ClassifiedImages(const ImageRange& range, const models::Network& network)
    : source_(models::open_dataset({range.dataset, range.folder,
                                    range.split == "train" ? models::Split::train : models::Split::test,
                                    models::all_images, network.layers.front().input})),
      first_(range.first), threads_(range.threads) {
    if (first_ >= whole())
        throw ConfigError(
            fmt::format("--first {}: the {} split holds {} images, numbered from 0", first_, range.split, whole()));
    const std::int64_t left = whole() - first_;
    if (range.count > left)
        throw ConfigError(
            fmt::format("--count {}: only {} images are left from image {} on", range.count, left, first_));
    count_ = range.count == 0 ? left : range.count;
    check_fits(network);
}

void ClassifiedImages::check_fits(const models::Network& network) const {
    const models::Layer& first = network.layers.front();
    const models::TensorShape shape = source_->shape();
    if (first.repeat != 1 || first.input.elements() != shape.elements())
        throw ConfigError(fmt::format("the model reads {} x {} x {} values, the data set's images are {} x {} x {}",
                                      first.input.channels, first.input.height, first.input.width, shape.channels,
                                      shape.height, shape.width));
    const std::int64_t classes = network.layers.back().output().elements();
    if (source_->classes().value_or(classes) != classes)
        throw ConfigError(
            fmt::format("the model tells {} classes apart, the data set has {}", classes, *source_->classes()));
}

std::vector<std::uint8_t> ClassifiedImages::pixels(std::int64_t from, std::int64_t how_many) const {
    return models::read_images(*source_, first_ + from, how_many, {threads_, std::nullopt});
}

std::span<const std::uint16_t> ClassifiedImages::labels() const {
    return std::span(source_->labels()).subspan(static_cast<std::size_t>(first_), static_cast<std::size_t>(count_));
}

} // namespace fracbit::cli

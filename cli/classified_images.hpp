// The images that `infer` classifies: a range of one split of a data set.
#pragma once

#include "models/data/named_dataset.hpp"
#include "models/network/network.hpp"

#include <cstdint>
#include <memory>
#include <span>
#include <string>
#include <vector>

namespace fracbit::cli {

struct ImageRange {
    std::string dataset = "mnist", folder, split = "test";
    std::int64_t first = 0, count = 0; ///< 0: all from `first` on
    int threads = 0;                   ///< that read them
};

class ClassifiedImages {
public:
    /// In the size that the network reads, where the kind of data set leaves that open. Throws ConfigError if the range
    /// is not within the split, or the network reads images of another size or tells another number of classes apart;
    /// MissingFileError and FormatError as the data set does.
    ClassifiedImages(const ImageRange& range, const models::Network& network);
    /// [image][channel][row][column], from image `from` of the range on.
    [[nodiscard]] std::vector<std::uint8_t> pixels(std::int64_t from, std::int64_t how_many) const;
    [[nodiscard]] std::span<const std::uint16_t> labels() const;
    [[nodiscard]] std::int64_t count() const { return count_; }
    /// Values of one image.
    [[nodiscard]] std::int64_t elements() const { return source_->shape().elements(); }
    /// Images of the split.
    [[nodiscard]] std::int64_t whole() const { return source_->size(); }

private:
    void check_fits(const models::Network& network) const;
    std::unique_ptr<models::ImageSource> source_;
    std::int64_t first_ = 0, count_ = 0;
    int threads_ = 0;
};

} // namespace fracbit::cli

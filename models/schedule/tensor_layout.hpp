// Where an activation tensor lies in memory: [channel block][repeat][row][column][channel of the block], one byte each.
#pragma once

#include "models/network/layer.hpp"

#include <cstdint>
#include <vector>

namespace fracbit::models {

/// A run of channels that are stored together.
struct ChannelBlock {
    std::int64_t first = 0;
    std::int64_t channels = 0;
    [[nodiscard]] std::int64_t end() const { return first + channels; }
    friend bool operator==(const ChannelBlock&, const ChannelBlock&) = default;
};

/// Cuts `channels` channels of each of `groups` equal groups into blocks of at most `size`; no block spans two groups.
std::vector<ChannelBlock> cut_channels(std::int64_t channels, std::int64_t groups, std::int64_t size);

class TensorLayout {
public:
    TensorLayout() = default;
    TensorLayout(TensorShape shape, std::int64_t repeat, std::vector<ChannelBlock> blocks, std::uint64_t base);

    [[nodiscard]] const TensorShape& shape() const { return shape_; }
    [[nodiscard]] std::int64_t repeat() const { return repeat_; }
    [[nodiscard]] const std::vector<ChannelBlock>& blocks() const { return blocks_; }
    [[nodiscard]] std::uint64_t base() const { return base_; }
    [[nodiscard]] std::int64_t bytes() const { return repeat_ * shape_.elements(); }
    /// Rows of all images, one after the other.
    [[nodiscard]] std::int64_t rows() const { return repeat_ * shape_.height; }
    [[nodiscard]] std::int64_t row_bytes(std::size_t block) const { return shape_.width * blocks_[block].channels; }
    /// Byte offset from `base` of the first element of a row of a block.
    [[nodiscard]] std::int64_t row_offset(std::size_t block, std::int64_t row) const {
        return block_offsets_[block] + row * row_bytes(block);
    }
    [[nodiscard]] std::size_t block_of(std::int64_t channel) const {
        return block_of_channel_[static_cast<std::size_t>(channel)];
    }
    /// Byte offset from `base` of one element; `row` counts over all images.
    [[nodiscard]] std::int64_t offset(std::int64_t channel, std::int64_t row, std::int64_t column) const {
        const std::size_t block = block_of(channel);
        return row_offset(block, row) + column * blocks_[block].channels + (channel - blocks_[block].first);
    }

private:
    TensorShape shape_;
    std::int64_t repeat_ = 1;
    std::vector<ChannelBlock> blocks_;
    std::uint64_t base_ = 0;
    std::vector<std::int64_t> block_offsets_;
    std::vector<std::size_t> block_of_channel_;
};

/// [repeat][channel][row][column] to the layout's order, and back.
std::vector<std::uint8_t> to_layout(const TensorLayout& layout, const std::vector<std::uint8_t>& canonical);
std::vector<std::uint8_t> from_layout(const TensorLayout& layout, const std::vector<std::uint8_t>& stored);

} // namespace fracbit::models

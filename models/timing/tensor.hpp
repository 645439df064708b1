// How activations lie in memory: [channel block][image][row][column][channel of the block], a byte each, from a burst
// boundary.
#pragma once

#include "models/network/layer.hpp"

#include <cstdint>
#include <vector>

namespace fracbit::models::timing {

struct ChannelSpan {
    std::int64_t first = 0, count = 0;
    [[nodiscard]] std::int64_t end() const { return first + count; }
    friend bool operator==(const ChannelSpan&, const ChannelSpan&) = default;
};

/// Spans of at most `size` channels, none across two of the `groups` equal groups.
std::vector<ChannelSpan> spans_of(std::int64_t channels, std::int64_t groups, std::int64_t size);

struct Tensor {
    TensorShape shape;
    std::int64_t repeat = 1;
    std::vector<ChannelSpan> blocks;

    /// Pixels of all images.
    [[nodiscard]] std::int64_t pixels() const { return repeat * shape.height * shape.width; }
    [[nodiscard]] std::int64_t bytes() const { return repeat * shape.elements(); }
    [[nodiscard]] std::int64_t row_bytes(std::size_t block) const { return shape.width * blocks[block].count; }
    [[nodiscard]] std::int64_t block_address(std::size_t block) const { return pixels() * blocks[block].first; }
    friend bool operator==(const Tensor&, const Tensor&) = default;
    /// The block that holds a channel.
    [[nodiscard]] std::size_t block_with(std::int64_t channel) const;
};

/// Input rows [first, end), counted over all images.
struct Rows {
    std::int64_t first = 0, end = 0;
};

/// What output positions need of the input: every kind of layer as a sliding window.
struct InputWindow {
    std::int64_t in_height = 1, out_height = 1, out_width = 1;
    std::int64_t kernel_height = 1, kernel_width = 1;
    std::int64_t stride = 1, pad = 0, dilation = 1;

    InputWindow() = default;
    InputWindow(const Layer& layer, const TensorShape& stored);
    [[nodiscard]] std::int64_t taps() const { return kernel_height * kernel_width; }
    /// Whole rows from the first one that position `first` reaches to the last one that position `end` - 1 reaches,
    /// both within their images.
    [[nodiscard]] Rows rows(std::int64_t first, std::int64_t end) const;
};

} // namespace fracbit::models::timing

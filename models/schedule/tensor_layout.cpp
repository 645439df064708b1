#include "models/schedule/tensor_layout.hpp"

#include <algorithm>
#include <utility>

namespace fracbit::models {

std::vector<ChannelBlock> cut_channels(std::int64_t channels, std::int64_t groups, std::int64_t size) {
    std::vector<ChannelBlock> blocks;
    for (std::int64_t group = 0; group < groups; ++group)
        for (std::int64_t first = 0; first < channels; first += size)
            blocks.push_back({group * channels + first, std::min(size, channels - first)});
    return blocks;
}

TensorLayout::TensorLayout(TensorShape shape, std::int64_t repeat, std::vector<ChannelBlock> blocks, std::uint64_t base)
    : shape_(shape), repeat_(repeat), blocks_(std::move(blocks)), base_(base),
      block_of_channel_(static_cast<std::size_t>(shape.channels)) {
    for (std::size_t b = 0; b < blocks_.size(); ++b) {
        const auto first = static_cast<std::size_t>(blocks_[b].first);
        std::fill_n(block_of_channel_.begin() + static_cast<std::ptrdiff_t>(first), blocks_[b].channels, b);
        block_offsets_.push_back(rows() * shape_.width * blocks_[b].first);
    }
}

namespace {

template <class Visit>
void visit_elements(const TensorLayout& layout, Visit visit) {
    const TensorShape& shape = layout.shape();
    std::size_t canonical = 0;
    for (std::int64_t image = 0; image < layout.repeat(); ++image)
        for (std::int64_t c = 0; c < shape.channels; ++c)
            for (std::int64_t y = 0; y < shape.height; ++y)
                for (std::int64_t x = 0; x < shape.width; ++x)
                    visit(canonical++, static_cast<std::size_t>(layout.offset(c, image * shape.height + y, x)));
}

} // namespace

std::vector<std::uint8_t> to_layout(const TensorLayout& layout, const std::vector<std::uint8_t>& canonical) {
    std::vector<std::uint8_t> stored(canonical.size());
    visit_elements(layout, [&](std::size_t from, std::size_t to) { stored[to] = canonical[from]; });
    return stored;
}

std::vector<std::uint8_t> from_layout(const TensorLayout& layout, const std::vector<std::uint8_t>& stored) {
    std::vector<std::uint8_t> canonical(stored.size());
    visit_elements(layout, [&](std::size_t to, std::size_t from) { canonical[to] = stored[from]; });
    return canonical;
}

} // namespace fracbit::models

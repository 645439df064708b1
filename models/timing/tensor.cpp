#include "models/timing/tensor.hpp"

#include <algorithm>

namespace fracbit::models::timing {

std::vector<ChannelSpan> spans_of(std::int64_t channels, std::int64_t groups, std::int64_t size) {
    std::vector<ChannelSpan> spans;
    const std::int64_t each = channels / groups;
    spans.reserve(static_cast<std::size_t>(groups * ((each + size - 1) / size)));
    for (std::int64_t first = 0; first < channels;) {
        const std::int64_t left = each - first % each;
        spans.push_back({first, std::min(size, left)});
        first = spans.back().end();
    }
    return spans;
}

std::size_t Tensor::block_with(std::int64_t channel) const {
    const auto after = std::upper_bound(blocks.begin(), blocks.end(), channel,
                                        [](std::int64_t c, const ChannelSpan& b) { return c < b.first; });
    return static_cast<std::size_t>(after - blocks.begin()) - 1;
}

InputWindow::InputWindow(const Layer& layer, const TensorShape& stored) : in_height(stored.height) {
    switch (layer.kind) {
    case LayerKind::linear:
    case LayerKind::attention:
    case LayerKind::global_average_pool: // one window over everything
        kernel_height = stored.height;
        kernel_width = stored.width;
        return;
    case LayerKind::conv:
    case LayerKind::max_pool:
    case LayerKind::average_pool:
        out_height = layer.out_height();
        out_width = layer.out_width();
        kernel_height = layer.kernel_height;
        kernel_width = layer.kernel_width;
        stride = layer.stride_height;
        pad = layer.pad_height;
        dilation = layer.dilation_height;
        return;
    default: // element by element
        out_height = stored.height;
        out_width = stored.width;
    }
}

Rows InputWindow::rows(std::int64_t first, std::int64_t end) const {
    const auto reach = [this](std::int64_t position, std::int64_t beyond) {
        const std::int64_t row = position / out_width, image = row / out_height;
        const std::int64_t top = (row - image * out_height) * stride - pad;
        return image * in_height + std::clamp<std::int64_t>(top + beyond, 0, in_height);
    };
    const std::int64_t from = reach(first, 0);
    return {from, std::max(from, reach(end - 1, dilation * (kernel_height - 1) + 1))};
}

} // namespace fracbit::models::timing

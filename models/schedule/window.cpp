#include "models/schedule/window.hpp"

#include <algorithm>

namespace fracbit::models {

RowRange Window::rows_of(std::int64_t first, std::int64_t end) const {
    const auto image_row = [this](std::int64_t position) { return position / out_width; };
    const std::int64_t first_row = image_row(first), last_row = image_row(end - 1);
    const auto top = [this](std::int64_t row) { return (row % out_height) * stride_height - pad_height; };
    const std::int64_t above = std::clamp<std::int64_t>(top(first_row), 0, in_height);
    const std::int64_t reach = dilation_height * (kernel_height - 1) + 1;
    const std::int64_t below = std::clamp<std::int64_t>(top(last_row) + reach, 0, in_height);
    const RowRange rows{first_row / out_height * in_height + above, last_row / out_height * in_height + below};
    return {rows.first, std::max(rows.first, rows.end)};
}

Window window_of(const Layer& layer, const TensorShape& stored) {
    Window window;
    window.in_height = stored.height;
    window.in_width = stored.width;
    switch (layer.kind) {
    case LayerKind::conv:
    case LayerKind::max_pool:
    case LayerKind::average_pool:
        window.kernel_height = layer.kernel_height;
        window.kernel_width = layer.kernel_width;
        window.stride_height = layer.stride_height;
        window.stride_width = layer.stride_width;
        window.pad_height = layer.pad_height;
        window.pad_width = layer.pad_width;
        window.dilation_height = layer.dilation_height;
        window.dilation_width = layer.dilation_width;
        window.out_height = layer.out_height();
        window.out_width = layer.out_width();
        break;
    case LayerKind::linear:
    case LayerKind::attention:
    case LayerKind::global_average_pool:
        window.kernel_height = stored.height;
        window.kernel_width = stored.width;
        break;
    case LayerKind::add:
    case LayerKind::softmax:
    case LayerKind::layer_norm:
    case LayerKind::rms_norm:
    case LayerKind::lookup:
        window.out_height = stored.height;
        window.out_width = stored.width;
        break;
    }
    return window;
}

} // namespace fracbit::models

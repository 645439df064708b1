#include "models/inference/patch_geometry.hpp"

namespace fracbit::models {
namespace {

Layer as_convolution(const Layer& layer) {
    if (layer.kind == LayerKind::conv) return layer;
    Layer flat;
    flat.input = {layer.input.elements(), 1, 1};
    flat.out_channels = layer.out_channels;
    return flat;
}

} // namespace

PatchGeometry::PatchGeometry(const Layer& original) {
    const Layer layer = as_convolution(original);
    image_ = layer.input;
    groups_ = layer.groups;
    pad_height_ = layer.pad_height;
    pad_width_ = layer.pad_width;
    padded_height_ = image_.height + 2 * pad_height_;
    padded_width_ = image_.width + 2 * pad_width_;
    stride_height_ = layer.stride_height;
    stride_width_ = layer.stride_width;
    out_height_ = layer.out_height();
    out_width_ = layer.out_width();
    const std::int64_t channels = image_.channels / groups_;
    group_stride_ = channels * padded_height_ * padded_width_;
    for (std::int64_t channel = 0; channel < channels; ++channel)
        for (std::int64_t y = 0; y < layer.kernel_height; ++y)
            for (std::int64_t x = 0; x < layer.kernel_width; ++x)
                offsets_.push_back((channel * padded_height_ + y * layer.dilation_height) * padded_width_ +
                                   x * layer.dilation_width);
}

} // namespace fracbit::models

// Where the elements under a kernel window lie, so that each output position gathers them in reduction order
// ([channel of the group][kernel row][kernel column]). A linear layer is a 1 x 1 convolution of a 1 x 1 image.
#pragma once

#include "models/network/layer.hpp"

#include <cstdint>
#include <span>
#include <vector>

namespace fracbit::models {

class PatchGeometry {
public:
    explicit PatchGeometry(const Layer& layer);

    [[nodiscard]] std::int64_t groups() const { return groups_; }
    [[nodiscard]] std::int64_t positions() const { return out_height_ * out_width_; }
    [[nodiscard]] std::int64_t reduction() const { return static_cast<std::int64_t>(offsets_.size()); }
    [[nodiscard]] std::int64_t padded_elements() const { return image_.channels * padded_height_ * padded_width_; }

    /// Copies one image [channel][row][column] into the middle of [channel][padded row][padded column]; `padded` must
    /// already hold the padding value everywhere else.
    template <class From, class To>
    void pad(std::span<const From> image, std::span<To> padded) const {
        auto from = image.begin();
        for (std::int64_t channel = 0; channel < image_.channels; ++channel)
            for (std::int64_t y = 0; y < image_.height; ++y) {
                const std::int64_t row = (channel * padded_height_ + y + pad_height_) * padded_width_ + pad_width_;
                for (std::int64_t x = 0; x < image_.width; ++x)
                    padded[static_cast<std::size_t>(row + x)] = static_cast<To>(*from++);
            }
    }

    /// The window of output position `position` over the channels of `group`: reduction() elements.
    template <class T>
    void gather(std::span<const T> padded, std::int64_t group, std::int64_t position, T* patch) const {
        const std::int64_t y = position / out_width_ * stride_height_;
        const std::int64_t x = position % out_width_ * stride_width_;
        const T* first = padded.data() + group * group_stride_ + y * padded_width_ + x;
        for (const auto offset : offsets_) *patch++ = first[offset];
    }

private:
    TensorShape image_;
    std::int64_t groups_, pad_height_, pad_width_, padded_height_, padded_width_, group_stride_;
    std::int64_t stride_height_, stride_width_, out_height_, out_width_;
    std::vector<std::int64_t> offsets_;
};

} // namespace fracbit::models

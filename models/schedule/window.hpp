// The part of the input that an output position needs: every layer kind as a window that slides over the stored tensor.
#pragma once

#include "models/network/layer.hpp"

#include <cstdint>

namespace fracbit::models {

/// Rows [first, end) counted over all images.
struct RowRange {
    std::int64_t first = 0, end = 0;
    friend bool operator==(const RowRange&, const RowRange&) = default;
};

/// A linear layer is a window as large as its input; element-wise kinds are 1 x 1 windows.
struct Window {
    std::int64_t in_height = 1, in_width = 1;
    std::int64_t out_height = 1, out_width = 1;
    std::int64_t kernel_height = 1, kernel_width = 1;
    std::int64_t stride_height = 1, stride_width = 1;
    std::int64_t pad_height = 0, pad_width = 0;
    std::int64_t dilation_height = 1, dilation_width = 1;

    [[nodiscard]] std::int64_t taps() const { return kernel_height * kernel_width; }
    /// Whole input rows, halo included, that output positions [first, end) read; position = (image, row, column).
    [[nodiscard]] RowRange rows_of(std::int64_t first, std::int64_t end) const;
};

/// `stored` is the shape of the input tensor as its producer wrote it (a linear layer flattens it).
Window window_of(const Layer& layer, const TensorShape& stored);

} // namespace fracbit::models

// Labelled 8-bit images of one size.
#pragma once

#include "models/network/layer.hpp"

#include <cstdint>
#include <span>
#include <vector>

namespace fracbit::models {

struct ImageSet {
    TensorShape shape;                 ///< of one image
    std::vector<std::uint8_t> pixels;  ///< [image][channel][row][column]
    std::vector<std::uint16_t> labels; ///< one per image

    [[nodiscard]] std::int64_t size() const { return static_cast<std::int64_t>(labels.size()); }
    [[nodiscard]] std::span<const std::uint8_t> image(std::int64_t i) const {
        const auto length = static_cast<std::size_t>(shape.elements());
        return std::span(pixels).subspan(static_cast<std::size_t>(i) * length, length);
    }
};

} // namespace fracbit::models

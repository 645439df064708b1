// An array layer (conv, linear, attention) ready to run: weights decoded and widened once, then any number of inputs.
#pragma once

#include "models/inference/patch_geometry.hpp"
#include "models/model/quantized.hpp"

#include <cstdint>
#include <span>
#include <vector>

namespace fracbit::models {

class ArrayLayer {
public:
    /// Throws ConfigError where check_ranges or decode_codes does. Keeps copies of all it needs.
    ArrayLayer(const Layer& layer, const QuantizedLayer& quantized);

    /// `input`: rows of [channel][row][column], as many as there are; `residual`: empty or shaped like the result,
    /// which is [row][out channel][out row][out column]. Sizes are the caller's care.
    [[nodiscard]] std::vector<std::uint8_t> run(std::span<const std::uint8_t> input,
                                                std::span<const std::uint8_t> residual) const;
    [[nodiscard]] std::int64_t weight_bytes() const { return static_cast<std::int64_t>(weights_.size()) * 2; }

private:
    void widen(const Layer& layer, const QuantizedLayer& quantized);
    void rescale_block(std::span<const std::int32_t> sums, std::int64_t group, std::int64_t first, std::int64_t count,
                       std::span<const std::uint8_t> residual, std::span<std::uint8_t> output) const;

    PatchGeometry geometry_;
    std::int64_t planes_, channels_, input_elements_;
    std::int64_t rows_; // output channels of a convolution group
    std::int64_t padded_rows_, length_;
    std::uint8_t padding_;
    Rescaling rescaling_;
    std::vector<std::int16_t> weights_; // [convolution group][plane][padded row][length]
};

} // namespace fracbit::models

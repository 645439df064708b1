// A trained model in float, as its trainer runs it: decoded weights, bias, ReLU, pooling.
#pragma once

#include "models/inference/float_layer.hpp"
#include "models/model/model.hpp"

#include <cstdint>
#include <functional>
#include <span>
#include <vector>

namespace fracbit::models {

/// Sees each layer's output, [image][channel][row][column].
using FloatVisitor = std::function<void(int layer, std::span<const float> output)>;

/// Immutable once made; safe to use from several threads.
class FloatInference {
public:
    /// Decodes all weights. Throws ConfigError for layers that the float path does not run.
    explicit FloatInference(const Model& model);

    /// `input`: any number of images [channel][row][column]; returns the last layer's output.
    std::vector<float> run(std::span<const float> input, const FloatVisitor& visit = {}) const;

    /// The same for images of 8-bit pixels, input pixel / 255, on all cores; the result does not depend on their
    /// number. Throws ConfigError if `pixels` is not a whole number of images.
    [[nodiscard]] std::vector<float> run_images(std::span<const std::uint8_t> pixels) const;

    [[nodiscard]] const Network& network() const { return network_; }
    /// Values of one image.
    [[nodiscard]] std::int64_t input_elements() const { return network_.layers.front().input.elements(); }
    /// Values of one result.
    [[nodiscard]] std::int64_t output_elements() const { return network_.layers.back().output().elements(); }

private:
    Network network_;
    std::vector<FloatLayer> layers_;
};

/// pixel / 255, as the trainers do it.
std::vector<float> real_pixels(std::span<const std::uint8_t> pixels);

} // namespace fracbit::models

// One layer in the integer arithmetic of docs/arithmetic.md: the functional witness of the machine.
#pragma once

#include "models/inference/vector_layers.hpp"
#include "models/model/quantized.hpp"

#include <cstdint>
#include <memory>
#include <span>

namespace fracbit::models {

class ArrayLayer;

struct IntegerOptions {
    int activation_bits = 8; ///< M: inputs of layers with binary codes must be below 2^M (XNOR mode)
};

/// A layer ready to run on many inputs: fields checked, weights decoded.
class IntegerLayer {
public:
    /// Throws ConfigError where check_ranges does, or if the stored bits do not fit the shape.
    IntegerLayer(const Layer& layer, std::shared_ptr<const QuantizedLayer> quantized,
                 const IntegerOptions& options = {});
    ~IntegerLayer();
    IntegerLayer(IntegerLayer&&) noexcept;
    IntegerLayer& operator=(IntegerLayer&&) noexcept;

    /// `input`: any number of rows [channel][row][column]; `residual`: shaped like the result where the layer has a
    /// residual operand, else empty. Throws ConfigError if a size is wrong, SimulationError if an activation has too
    /// many bits.
    [[nodiscard]] Activations run(std::span<const std::uint8_t> input, std::span<const std::uint8_t> residual) const;
    /// Memory that the decoded weights take.
    [[nodiscard]] std::int64_t weight_bytes() const;

private:
    void check_sizes(std::span<const std::uint8_t> input, std::span<const std::uint8_t> residual) const;
    void check_bits(std::span<const std::uint8_t> input) const;

    Layer layer_;
    IntegerOptions options_;
    bool bit_serial_; // XNOR mode with fewer than 8 planes; dense and shift weights always take 8 bits
    std::shared_ptr<const QuantizedLayer> quantized_; // vector layers
    std::unique_ptr<const ArrayLayer> array_;         // array layers
};

/// Runs one layer once: `input` is [repeat][channel][row][column] and so is the result.
Activations run_layer(const Layer& layer, const QuantizedLayer& quantized, std::span<const std::uint8_t> input,
                      std::span<const std::uint8_t> residual = {}, const IntegerOptions& options = {});

} // namespace fracbit::models

// Rescalings and tables for layers with random weights, chosen from what is known about the sizes of their inputs.
#pragma once

#include "models/core/random.hpp"
#include "models/model/quantized.hpp"

namespace fracbit::models {

/// A tensor of stored activations, as far as statistics tell: its zero point and the root mean square of its values.
struct ActivationSize {
    std::uint8_t zero_point = 0;
    double root_mean_square = 0;
};

/// Of the input of layer `i`, and of layer `i`'s output, with activations of `bits` bits.
ActivationSize synthetic_input_size(const Network& network, int i, int bits);
ActivationSize synthetic_output_size(const Network& network, int i, int bits);

/// Fills input_zero_point, rescaling and table of layer `i`; format and planes must be set. `density`: share of weights that
/// are not zero.
void draw_rescaling(const Network& network, int i, int bits, Random& random, QuantizedLayer& quantized, double density = 1);

} // namespace fracbit::models

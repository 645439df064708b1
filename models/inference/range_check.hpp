// Proof, layer by layer, that the arithmetic of docs/arithmetic.md cannot overflow.
#pragma once

#include "models/model/quantized.hpp"

#include <cstdint>

namespace fracbit::models {

/// Largest absolute value that accumulator `plane` of output channel `c` can reach, in any order of summation.
std::int64_t accumulator_bound(const Layer& layer, const QuantizedLayer& quantized, int plane, std::int64_t c);

/// Throws ConfigError naming the layer and the field whose size or value does not fit the layer's shape.
void check_fields(const Layer& layer, const QuantizedLayer& quantized);

/// check_fields, then throws ConfigError naming the layer, the channel, the bound and the limit if a 32-bit accumulator
/// or the 64-bit sum could overflow.
void check_ranges(const Layer& layer, const QuantizedLayer& quantized);

} // namespace fracbit::models

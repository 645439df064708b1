// Which weights of a layer a pruned format keeps.
#pragma once

#include "models/model/quantized.hpp"

#include <optional>

namespace fracbit::models {

/// One bit a weight in C order, 1 is kept; nothing for formats that keep all. Throws ConfigError naming the layer if the
/// stored mask is damaged.
std::optional<BitVector> kept_weights_of(const Layer& layer, const QuantizedLayer& quantized);

} // namespace fracbit::models

// A trained layer's XOR-encoded weights in the form that the hardware reads.
#pragma once

#include "models/model/model.hpp"
#include "models/model/quantized.hpp"

namespace fracbit::models {

[[nodiscard]] bool is_xor_encoded(const Weights& weights);

/// Puts the planes of XOR-encoded weights as they are stored into `quantized`; of sparse weights order, groups and
/// mask, of shift weights their bits, too.
void keep_stored(const Weights& weights, QuantizedLayer& quantized);

/// Format, order, planes and mask, without scales. No planes if the weights are not XOR-encoded.
QuantizedLayer stored_layer(const Weights& weights);

} // namespace fracbit::models

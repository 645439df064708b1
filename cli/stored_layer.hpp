// A trained layer's XOR-encoded weights in the form that the hardware reads.
#pragma once

#include "models/model/model.hpp"
#include "models/model/quantized.hpp"

namespace fracbit::cli {

/// Format, order, planes and mask, without scales. No planes if the weights are not XOR-encoded.
models::QuantizedLayer stored_layer(const models::Weights& weights);

} // namespace fracbit::cli

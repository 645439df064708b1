// Vectors of a stored layer, as a testbench of its weight path takes them; what is expected is the functional path's.
#pragma once

#include "models/model/quantized.hpp"
#include "models/rtl/test_vectors.hpp"

namespace fracbit::cli {

/// At most about `most_weights` weights of the layer's beginning.
models::TestVectors stored_vectors(const models::WeightPathSpec& spec, const models::Layer& layer,
                                   const models::QuantizedLayer& weights, std::int64_t most_weights);

} // namespace fracbit::cli

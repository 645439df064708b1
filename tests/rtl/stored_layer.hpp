// Vectors of a layer with what the functional path decodes as expectation.
#pragma once

#include "models/rtl/test_vectors.hpp"

namespace fracbit::test {

models::TestVectors vectors_of(const models::WeightPathSpec& spec, const models::Layer& layer,
                               const models::QuantizedLayer& weights, std::int64_t most_weights);

} // namespace fracbit::test

// Model layout version 1, as the reference models in examples/models have it (described there): convolutions and linear
// layers in a chain, pooling as an attribute of the layer before it, one set of XOR matrices for all layers.
#pragma once

#include "models/files/hdf5_reader.hpp"
#include "models/model/model.hpp"

namespace fracbit::models {

/// A layer with max_pool > 1 becomes two: "NAME" and "NAME.pool". Throws FormatError.
Model read_reference_layout(const Hdf5Reader& file);

} // namespace fracbit::models

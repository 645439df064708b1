// Model layout version 2, the one we write: one group per network layer, every field of the layer explicit, so that
// any network with any weights comes back as it was.
//
//   /                      format_version = 2, model, dataset, independent_layers, test_accuracy (if stated)
//   /layers/<k>            name, kind (models/network/layer.hpp), relu, groups, repeat, refetches, out_channels,
//                          input_shape [channels, height, width], kernel, stride, padding, dilation [height, width],
//                          source and residual (if set), weights (none | float | binary | encrypted), q
//   /layers/<k>/weight     float32 [weight shape]                     weights = float
//   /layers/<k>/alpha      float32 [q][out_channels]                  weights = binary, encrypted
//   /layers/<k>/bias       float32 [out_channels]                     if there is one
//   /layers/<k>/planes/<i>/binary_bits     uint8 0/1 [weight shape]   weights = binary
//                         /xor_matrix      uint8 0/1 [n_out][n_in]    weights = encrypted
//                         /encrypted_bits  uint8 0/1 [slices][n_in]   weights = encrypted
//                         /weight_bits     uint8 0/1 [weight shape]   claimed bits, if any
//   /golden/logits         float32 [images][classes], /golden/predictions uint8 [images], both if any
//
// Weight shape: [C_out][C_in/groups][k_h][k_w] of a convolution, [out][in] else. The file is sealed (file_seal.hpp).
#pragma once

#include "models/files/hdf5_reader.hpp"
#include "models/files/hdf5_writer.hpp"
#include "models/model/model.hpp"

namespace fracbit::models {

inline constexpr std::int64_t model_layout_version = 2;

/// Throws FormatError. Planes with equal XOR matrices share one network.
Model read_model_layout(const Hdf5Reader& file);

/// The model must be valid (models/model/model_check.hpp).
void write_model_layout(const Model& model, Hdf5Writer& file);

} // namespace fracbit::models

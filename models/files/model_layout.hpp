// Model layout versions 2 to 4, the ones we write: one group per network layer, every field of the layer explicit, so
// that any network with any weights comes back as it was. Version 3 is version 2 with sparse weights, version 4 has
// shift weights and levels of activations too; a model is written in the oldest version that can hold it, which older
// programs read.
//
//   /                      format_version = 2, 3 or 4, model, dataset, independent_layers, test_accuracy (if stated)
//   /layers/<k>            name, kind (models/network/layer.hpp), relu, groups, repeat, refetches, out_channels,
//                          input_shape [channels, height, width], kernel, stride, padding, dilation [height, width],
//                          source and residual (if set), activation_bits and activation_scale (version 4, both or
//                          none: models/model/model.hpp, ActivationLevels), weights (none | float | binary | encrypted
//                          | sparse | shift), q
//   /layers/<k>/weight     float32 [weight shape]                     weights = float
//   /layers/<k>/alpha      float32 [q][out_channels]                  weights = binary, encrypted, sparse
//   /layers/<k>/alpha      float32 [out_channels]                     weights = shift
//   /layers/<k>/shift_bits      uint8 0/1 [weight shape][q]           weights = shift, not encrypted: sign, exponent
//   /layers/<k>/xor_matrix      uint8 0/1 [n_out][n_in]               weights = shift, encrypted
//   /layers/<k>/encrypted_bits  uint8 0/1 [slices][n_in]              weights = shift, encrypted
//   /layers/<k>/bias       float32 [out_channels]                     if there is one
//   /layers/<k>/planes/<i>/binary_bits     uint8 0/1 [weight shape]   weights = binary
//                         /xor_matrix      uint8 0/1 [n_out][n_in]    weights = encrypted
//                         /encrypted_bits  uint8 0/1 [slices][n_in]   weights = encrypted
//                         /weight_bits     uint8 0/1 [weight shape]   claimed bits, if any
//   /golden/logits         float32 [images][classes], /golden/predictions uint8 [images] (int64 for more
//                          than 256 classes), both if any
//
// Sparse weights (version 3; models/model/model.hpp). A *stream* NAME of bits is the attribute NAME_bits, how many they
// are, and unless they are none the data set NAME, uint8 [NAME_bits / 8 rounded up]: bit i is bit i % 8 of byte i / 8,
// and bits past the end are 0. Runs: first bits of the row groups' parts, and the end.
//
//   /networks/<n>/xor_matrix uint8 0/1 [n_out][n_in]    every matrix of sparse planes once, as layers need them
//   /layers/<k>              also order (k-major | tiled), group_rows, tile_columns
//   /layers/<k>/planes/<i>   network = n, registers; stream seeds
//   /layers/<k>/planes/<i>/patches   format (none | counted | gaps), block_slices, gap_bits; streams counts, locations;
//                                    runs int64 [row groups + 1][2] (counts, locations), unless format = none
//   /layers/<k>/mask         format (bitmap | relative-index | low-rank), gap_bits, tile_rows, tile_columns, rank;
//                            stream stream; runs int64 [row groups + 1]
//
// Weight shape: [C_out][C_in/groups][k_h][k_w] of a convolution, [out][in] else. The file is sealed (file_seal.hpp).
#pragma once

#include "models/files/hdf5_reader.hpp"
#include "models/files/hdf5_writer.hpp"
#include "models/model/model.hpp"

namespace fracbit::models {

inline constexpr std::int64_t model_layout_version = 4; ///< the newest

/// Throws FormatError. Planes with equal XOR matrices share one network.
Model read_model_layout(const Hdf5Reader& file);

/// The model must be valid (models/model/model_check.hpp).
void write_model_layout(const Model& model, Hdf5Writer& file);

} // namespace fracbit::models

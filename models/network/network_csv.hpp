// Network shapes from CSV. The header says which of three kinds a file is:
//
// 1. Our own columns, in any order (examples/networks/README.md explains them with examples):
//      name, kind, channels        required; kind is one of conv, linear, attention, max_pool, average_pool,
//                                  global_average_pool, add, softmax, layer_norm, rms_norm, lookup
//      height, width               of the input, 1 if empty
//      out_channels                conv, linear, attention: required
//      kernel, stride              conv, pools: `3` or `3x5` (height x width); kernel required, a conv's stride is 1
//                                  if empty
//      padding, dilation           conv, pools: likewise; 0 and 1 if empty
//      groups                      conv: 1 if empty
//      repeat, refetches           1 if empty
//      relu                        conv, linear, attention, add: 0 or 1, 0 if empty
//      source, residual            names of earlier layers; residual only with relu's kinds, and required for add
//    Cells that a kind does not use are empty or hold the default. Comment lines start with '#'; above the header
//    `# format_version = 1` (1 if absent) and `# independent_layers = true` (nothing flows between the layers) count.
//
// 2. SCALE-Sim topology files as they are (scale_sim_csv.hpp): "Layer name, IFMAP Height, IFMAP Width, Filter Height,
// ..."
// 3. SCALE-Sim GEMM files as they are: "Layer Name, M, N, K,"
#pragma once

#include "models/network/network.hpp"

#include <string>

namespace fracbit::models {

/// The newest format version of our own columns.
inline constexpr int network_csv_version = 1;

/// Reads and validates a network; its name is the file's, without folder and extension.
/// Throws MissingFileError, FormatError (file, line, column) for what a cell or a row says, and ConfigError (starting
/// with the file's name, all problems at once) for layers that are well written but cannot exist or do not fit
/// together.
Network read_network(const std::string& path);
/// The same from text; `path` stands for the file in messages and gives the name.
Network parse_network(const std::string& text, const std::string& path);

} // namespace fracbit::models

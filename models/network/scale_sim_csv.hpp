// SCALE-Sim's two kinds of workload files (github.com/scalesim-project/SCALE-Sim, scalesim/topology_utils.py), read as
// they are published: any case and spelling of the headers, with or without the trailing commas, rows of commas alone,
// a "#..." remark behind the last comma. Layers are independent, and layers of one name, which SCALE-Sim tells apart by
// number, become "NAME", "NAME#2", ...
#pragma once

#include "models/network/csv_table.hpp"
#include "models/network/network.hpp"

namespace fracbit::models {

/// "Layer name, IFMAP Height, IFMAP Width, Filter Height, Filter Width, Channels, Num Filter, Strides,": convolutions.
/// * The feature map includes its padding. SCALE-Sim rounds the number of outputs *up*; where the last window hangs
/// over
///   the edge the layer gets just the padding that gives the same number of outputs (and MACs).
/// * "Stride Width", "Batch Size" (-> repeat) and "Sparsity" (N:M) are optional. Sparsity is checked and otherwise
///   ignored: all weights count.
/// * A name with "DP" in it is a depth-wise layer, as in SCALE-Sim: one group per channel, Num Filter filters each.
/// Throws FormatError.
Network network_from_topology(const CsvTable& table);

/// "Layer Name, M, N, K,": an M x K matrix of activations times a K x N matrix of weights, which is a linear layer with
/// K inputs, N outputs and M rows (repeat). "Sparsity" is optional and ignored; "Batch" products, which do not share
/// weights, become refetches. Throws FormatError.
Network network_from_gemm(const CsvTable& table);

} // namespace fracbit::models

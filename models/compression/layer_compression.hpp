// One layer from float weights to what memory holds: pruned, quantized to binary codes, put into storage order,
// encoded.
#pragma once

#include "models/compression/compression_options.hpp"
#include "models/compression/plane_code.hpp"
#include "models/compression/stored_size.hpp"
#include "models/compression/weight_source.hpp"
#include "models/model/model.hpp"

#include <cstdint>
#include <functional>
#include <vector>

namespace fracbit::models {

struct PlaneReport {
    int n_in = 0, registers = 0, n_out = 0;
    int block_slices = 0; ///< counted
    int gap_bits = 0;     ///< gaps
    std::int64_t slices = 0, patches = 0;
    std::vector<CodeTrial> trials;
};

struct CompressionReport {
    std::int64_t weights = 0, kept = 0;
    double kept_magnitude = 1; ///< sum of |w| over kept weights by the sum over all; 1 if all are 0
    double magnitude = 0;      ///< the sum over all
    StoredSize bits;
    std::int64_t patches = 0;
    double seconds = 0; ///< wall time, reading or drawing the weights included
    std::vector<PlaneReport> planes;
};

struct CompressedLayer {
    SparseWeights weights;
    CompressionReport report;
};

/// Told how much is done, 0 to 1, between parts of the work; what it throws ends the work.
using CompressionProgress = std::function<void(double done)>;

/// Holds the result, a part of options.part_weights float weights and a few bits for each of these; however large the
/// layer is. The result does not depend on the number of threads. Throws ConfigError where validate(options) does, if
/// the source is not [out_channels][reduction] of the layer or holds a number that is not finite; Cancelled.
CompressedLayer compress_layer(const Layer& layer, const WeightSource& source, const CompressionOptions& options,
                               const CompressionProgress& progress = {});

} // namespace fracbit::models

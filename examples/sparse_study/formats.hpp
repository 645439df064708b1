// The weight formats that the study compares, each made from the same float weights.
#pragma once

#include "models/model/quantized.hpp"

#include <span>
#include <string>
#include <vector>

namespace fracbit::study {

enum class Format { dense, csr_rows, csr_tiles, xor_bitmap, xor_low_rank, sequential_low_rank };
inline constexpr Format all_formats[] = {Format::dense,      Format::csr_rows,     Format::csr_tiles,
                                         Format::xor_bitmap, Format::xor_low_rank, Format::sequential_low_rank};

/// As the tables and charts call it.
std::string name_of(Format format);

struct Cut {
    std::int64_t rows = 32, columns = 64; ///< of the array
    int decoders = 32;                    ///< of CSR
};

/// What is stored of a layer, one plane, and what came of the pruning.
struct StoredLayer {
    models::QuantizedLayer weights; ///< format, storage and streams; no rescaling
    double density = 1;             ///< share of weights that are kept
    double kept_magnitude = 1;
};

/// Prunes (nothing in the dense format), takes the signs, encodes. `sparsity`: 0..1. The free masks are those of the largest
/// magnitudes; low-rank masks are chosen by models/pruning.
StoredLayer store(const models::Layer& layer, std::span<const float> weights, Format format, double sparsity, const Cut& cut);

} // namespace fracbit::study

// A layer, its weights and how it is encoded, for tests of the compression.
#pragma once

#include "models/compression/layer_compression.hpp"

#include <cstdint>
#include <vector>

namespace fracbit::tests {

models::Layer linear(std::int64_t rows, std::int64_t columns);

struct Case {
    models::Layer layer;
    std::vector<float> weights;
    models::CompressionOptions options;
    [[nodiscard]] models::CompressedLayer compress() const;
};

/// Codes of kept weights and zeros elsewhere, as text that names a difference.
void check_codes(const Case& one, const models::CompressedLayer& compressed);

bool same(const models::SparseWeights& a, const models::SparseWeights& b);

} // namespace fracbit::tests

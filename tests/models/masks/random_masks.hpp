// Random layers, storage orders, masks and factors, and masks read by the rules of models/model/stored_mask.hpp alone.
#pragma once

#include "models/core/random.hpp"
#include "models/masks/low_rank_factors.hpp"
#include "models/model/stored_mask.hpp"

namespace fracbit::tests {

models::Layer linear_layer(std::int64_t rows, std::int64_t columns);
/// A convolution with 1 x 1 kernels.
models::Layer grouped_layer(std::int64_t rows, std::int64_t columns, std::int64_t groups);

struct MaskCase {
    models::Layer layer;
    models::StorageOrder order = models::StorageOrder::k_major;
    std::int64_t group_rows = 1, tile_columns = 1;
    std::int64_t convolution_rows = 1; ///< rows of a convolution group
    models::BitVector mask;
    [[nodiscard]] models::StorageMap map() const { return {layer, order, group_rows, tile_columns}; }
    [[nodiscard]] std::string text() const;
};

/// Any storage order, layers of up to 40 x 70 weights, densities 0 and 1 among them.
MaskCase draw_mask_case(Random& random);

/// Random factors of bands that fit the case. Row-major storage of several convolution groups has no such bands.
models::LowRankFactors draw_factors(Random& random, const MaskCase& drawn);

/// The (row, reduction index) of every weight of each row group, in the order of storage.
std::vector<std::vector<std::pair<std::int64_t, std::int64_t>>> walk_storage(const MaskCase& drawn);

} // namespace fracbit::tests

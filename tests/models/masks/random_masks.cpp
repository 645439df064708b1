#include "tests/models/masks/random_masks.hpp"

#include <algorithm>
#include <fmt/format.h>

namespace fracbit::tests {
using namespace models;
namespace {

std::int64_t draw(Random& random, std::int64_t low, std::int64_t high) {
    return low + static_cast<std::int64_t>(random.below(static_cast<std::uint64_t>(high - low + 1)));
}

} // namespace

Layer linear_layer(std::int64_t rows, std::int64_t columns) {
    Layer layer;
    layer.name = "fc";
    layer.kind = LayerKind::linear;
    layer.input = {columns, 1, 1};
    layer.out_channels = rows;
    return layer;
}

Layer grouped_layer(std::int64_t rows, std::int64_t columns, std::int64_t groups) {
    Layer layer;
    layer.name = "conv";
    layer.input = {columns * groups, 1, 1};
    layer.out_channels = rows;
    layer.groups = groups;
    return layer;
}

std::string MaskCase::text() const {
    return fmt::format("{} x {} in {} groups, {} by {} rows and {} columns", layer.out_channels, layer.reduction(),
                       layer.out_channels / convolution_rows, to_string(order), group_rows, tile_columns);
}

MaskCase draw_mask_case(Random& random) {
    MaskCase drawn;
    const std::int64_t rows = draw(random, 1, 40);
    const std::int64_t columns = draw(random, 1, 70);
    drawn.convolution_rows = rows;
    if (random.below(2) == 0) {
        drawn.layer = linear_layer(rows, columns);
    } else {
        const std::int64_t groups = draw(random, 1, 4);
        drawn.layer = grouped_layer(rows * groups, columns, groups);
    }
    drawn.order = static_cast<StorageOrder>(random.below(3));
    drawn.group_rows = draw(random, 1, 12);
    drawn.tile_columns = draw(random, 1, 20);
    const double densities[] = {0.0, 0.02, 0.1, 0.5, 0.9, 1.0};
    const double density = densities[random.below(6)];
    drawn.mask = BitVector(drawn.layer.weights());
    for (std::int64_t i = 0; i < drawn.mask.size(); ++i) drawn.mask.set(i, random.uniform() < density);
    return drawn;
}

LowRankFactors draw_factors(Random& random, const MaskCase& drawn) {
    const StorageMap map = drawn.map();
    std::int64_t tile_rows = drawn.group_rows * draw(random, 1, 3);
    if (drawn.order == StorageOrder::row_major) tile_rows = drawn.layer.out_channels;
    const int rank = static_cast<int>(random.below(8) == 0 ? draw(random, 1, 64) : draw(random, 1, 5));
    LowRankFactors factors = empty_factors(drawn.layer, map, tile_rows, draw(random, 1, 30), rank);
    const auto word = [&] {
        std::uint64_t bits = 0;
        for (int i = 0; i < rank; ++i) bits |= std::uint64_t{random.below(3) == 0} << i;
        return bits;
    };
    std::ranges::generate(factors.u, word);
    std::ranges::generate(factors.v, word);
    return factors;
}

std::vector<std::vector<std::pair<std::int64_t, std::int64_t>>> walk_storage(const MaskCase& drawn) {
    const std::int64_t rows = drawn.layer.out_channels;
    const std::int64_t columns = drawn.layer.reduction();
    std::vector<std::vector<std::pair<std::int64_t, std::int64_t>>> groups;
    if (drawn.order == StorageOrder::row_major) {
        groups.emplace_back();
        for (std::int64_t r = 0; r < rows; ++r)
            for (std::int64_t k = 0; k < columns; ++k) groups.back().emplace_back(r, k);
        return groups;
    }
    for (std::int64_t first = 0, next = 0; first < rows; first = next) {
        const std::int64_t end = (first / drawn.convolution_rows + 1) * drawn.convolution_rows;
        next = std::min(first + drawn.group_rows, end);
        groups.emplace_back();
        const std::int64_t tile = drawn.order == StorageOrder::k_major ? 1 : drawn.tile_columns;
        for (std::int64_t k0 = 0; k0 < columns; k0 += tile)
            for (std::int64_t r = first; r < next; ++r)
                for (std::int64_t k = k0; k < std::min(k0 + tile, columns); ++k) groups.back().emplace_back(r, k);
    }
    return groups;
}

} // namespace fracbit::tests

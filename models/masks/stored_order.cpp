#include "models/masks/stored_order.hpp"

#include "models/core/error.hpp"

#include <fmt/format.h>
#include <tbb/parallel_for.h>

namespace fracbit::models {
namespace {

/// Visits the weights of a group as (bit in the group's own C order, place in storage order).
template <class Visit>
void for_each_weight(const StorageMap& map, const RowGroup& group, const Visit& visit) {
    std::int64_t bit = 0;
    for (std::int64_t c = group.first_row; c < group.first_row + group.rows; ++c)
        for (std::int64_t k = 0; k < map.reduction(); ++k) visit(bit++, map.place(group, c, k));
}

} // namespace

std::vector<BitVector> cut_into_row_groups(const Layer& layer, const StorageMap& map, const BitVector& c_order) {
    if (c_order.size() != layer.weights())
        throw ConfigError(fmt::format("layer '{}': a mask of {} bits; its {} weights need one bit each", layer.name,
                                      c_order.size(), layer.weights()));
    const auto& groups = map.row_groups();
    std::vector<BitVector> result(groups.size());
    tbb::parallel_for(std::size_t{0}, groups.size(), [&](std::size_t g) {
        BitVector bits(map.elements(groups[g]));
        const std::int64_t first = groups[g].first_row * map.reduction();
        for_each_weight(map, groups[g], [&](std::int64_t bit, std::int64_t place) {
            if (c_order.get(first + bit)) bits.set(place, true);
        });
        result[g] = std::move(bits);
    });
    return result;
}

BitVector join_row_groups(const StorageMap& map, const std::vector<BitVector>& groups) {
    const auto& row_groups = map.row_groups();
    std::vector<BitVector> parts(groups.size()); // groups share words of the result, so each is turned on its own
    tbb::parallel_for(std::size_t{0}, groups.size(), [&](std::size_t g) {
        BitVector part(map.elements(row_groups[g]));
        for_each_weight(map, row_groups[g], [&](std::int64_t bit, std::int64_t place) {
            if (groups[g].get(place)) part.set(bit, true);
        });
        parts[g] = std::move(part);
    });
    std::int64_t size = 0;
    for (const auto& part : parts) size += part.size();
    BitVector result(size);
    for (std::size_t g = 0; g < parts.size(); ++g)
        result.copy(row_groups[g].first_row * map.reduction(), parts[g], 0, parts[g].size());
    return result;
}

} // namespace fracbit::models

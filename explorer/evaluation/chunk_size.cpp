#include "explorer/evaluation/chunk_size.hpp"

#include "explorer/evaluation/axis_effects.hpp"

#include <algorithm>

namespace fracbit::explorer {
namespace {

constexpr std::int64_t most_points = 16'384;
constexpr std::int64_t least_timings = 1, most_timings = 64;

/// Networks' layers that some tens of milliseconds are enough for, at about 100 us each.
constexpr std::int64_t layers_of_a_chunk = 500;

std::int64_t timings_of_a_chunk(const DesignSpace& space) {
    std::int64_t layers = 1;
    for (const NetworkUse& use : space.networks()) layers += static_cast<std::int64_t>(use.network.layers.size());
    return std::clamp(layers_of_a_chunk / layers, least_timings, most_timings);
}

/// Points that share cycles: turns of the inner axes that change none.
std::int64_t points_of_a_timing(const DesignSpace& space, const AxisOrder& order) {
    const std::vector<int> ranks = axis_ranks(space);
    int depth = 0;
    for (const AxisOrder::Level& level : order.levels())
        depth += ranks[static_cast<std::size_t>(level.axis)] < first_rank_without_timing;
    return order.subtree(depth);
}

} // namespace

std::int64_t chunk_size_of(const DesignSpace& space, const AxisOrder& order) {
    const std::int64_t shared = points_of_a_timing(space, order);
    const std::int64_t timings = timings_of_a_chunk(space);
    const std::int64_t wanted = shared >= most_points / timings ? most_points : shared * timings;
    int depth = 0; // outer levels that stand still within a chunk, but for the last of them
    while (order.subtree(depth) > wanted) ++depth;
    const std::int64_t whole = order.subtree(depth);
    return depth == 0 ? whole : whole * (wanted / whole);
}

} // namespace fracbit::explorer

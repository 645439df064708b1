#include "explorer/evaluation/chunk_size.hpp"

#include "explorer/evaluation/axis_effects.hpp"
#include "explorer/evaluation/encoding_keys.hpp"
#include "explorer/evaluation/network_facts.hpp"

#include <algorithm>

namespace fracbit::explorer {
namespace {

constexpr std::int64_t most_points = 16'384;
constexpr std::int64_t least_timings = 1, most_timings = 64;

/// Networks' layers that some tens of milliseconds are enough for, at about 100 us each; and pruned weights, which are
/// drawn and encoded, at about 10 ns each.
constexpr std::int64_t layers_of_a_chunk = 500;
constexpr std::int64_t weights_of_a_layer = 10'000;

bool draws_weights(const DesignSpace& space) {
    if (is_pruned(space.base().weights.format)) return true;
    const auto draws = [](const Parameter& parameter) {
        const auto pruned = [](const models::KeyValue& value) {
            const auto* text = std::get_if<std::string>(&value);
            return text != nullptr &&
                   (*text == to_string(models::WeightFormat::sparse) || *text == to_string(models::WeightFormat::csr));
        };
        return parameter.rule.path() == "encoding.format" &&
               std::any_of(parameter.values.begin(), parameter.values.end(), pruned);
    };
    return std::any_of(space.parameters().begin(), space.parameters().end(), draws);
}

std::int64_t timings_of_a_chunk(const DesignSpace& space) {
    const bool draws = draws_weights(space);
    std::int64_t layers = 1;
    for (const NetworkUse& use : space.networks()) {
        layers += static_cast<std::int64_t>(use.network.layers.size());
        if (draws) layers += facts_of(use.network).weights / weights_of_a_layer;
    }
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

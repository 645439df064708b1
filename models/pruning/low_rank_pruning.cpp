#include "models/pruning/low_rank_pruning.hpp"

#include "models/core/error.hpp"
#include "models/pruning/band_refiner.hpp"
#include "models/pruning/density_search.hpp"
#include "models/pruning/density_trim.hpp"
#include "models/pruning/magnitude_pruning.hpp"
#include "models/xor/xor_network.hpp"

#include <fmt/format.h>
#include <tbb/parallel_for.h>

namespace fracbit::models {
namespace {

constexpr int least_sweeps = 3; // more of them even out the slices little
constexpr int most_sweeps = 12;
constexpr double most_step = 0.1; // of the first price
constexpr double density_tolerance = 0.0003;

void check(const Layer& layer, std::span<const float> weights, const LowRankOptions& options) {
    if (static_cast<std::int64_t>(weights.size()) != layer.weights())
        throw ConfigError(
            fmt::format("layer '{}': {} weights to prune; it has {}", layer.name, weights.size(), layer.weights()));
    check_sparsity(options.sparsity);
    check_finite(weights);
    if (options.rank < 1 || options.rank > LowRankOptions::max_rank)
        throw ConfigError(fmt::format("layer '{}': pruning to rank {}; allowed: 1 to {} (smaller tiles of lower rank "
                                      "keep more)",
                                      layer.name, options.rank, LowRankOptions::max_rank));
    if (options.slice < 1)
        throw ConfigError(fmt::format("layer '{}': slices of {} weights to balance; they need at least 1", layer.name,
                                      options.slice));
    if (!(options.balance >= 0 && std::isfinite(options.balance)))
        throw ConfigError(fmt::format("layer '{}': a balance of {}; it needs a number of 0 (none) or more", layer.name,
                                      options.balance));
}

float scale_to_mean_one(std::span<const float> weights) {
    double sum = 0;
    for (const float w : weights) sum += std::abs(w);
    return sum > 0 ? static_cast<float>(static_cast<double>(weights.size()) / sum) : 1.0F;
}

/// The best tiles at one price, each for itself.
void search_tiles(PrunedLayer& pruned, double price) {
    tbb::parallel_for(std::size_t{0}, pruned.bands.size(), [&](std::size_t b) {
        const MaskBand& band = pruned.bands[b];
        for (std::int64_t tile = 0; tile < pruned.tiles(); ++tile) {
            stop_if(pruned.options.cancelled);
            Random random = pruned.random(b, tile);
            const auto gains = pruned.gains(band, tile, static_cast<float>(price));
            const auto found = search_tile(gains, pruned.options.rank, tile_starts, random);
            for (std::int64_t r = 0; r < band.rows; ++r)
                pruned.u(band.first_row + r, tile) = found.u[static_cast<std::size_t>(r)];
            for (std::int64_t c = 0; c < pruned.columns(tile); ++c)
                pruned.v(b, pruned.first_column(tile) + c) = found.v[static_cast<std::size_t>(c)];
        }
    });
}

/// Evens out the slices; returns the weights kept.
std::int64_t sweep_bands(PrunedLayer& pruned, const SliceGrid& grid, double price) {
    std::vector<std::int64_t> kept(pruned.bands.size());
    tbb::parallel_for(std::size_t{0}, pruned.bands.size(), [&](std::size_t b) {
        stop_if(pruned.options.cancelled);
        BandRefiner refiner(pruned, grid, b);
        refiner.sweep(price);
        kept[b] = refiner.kept();
    });
    std::int64_t sum = 0;
    for (const auto k : kept) sum += k;
    return sum;
}

} // namespace

std::int64_t balanced_slice(int n_in, double sparsity) {
    check_sparsity(sparsity);
    constexpr double share = 0.95; // more leave too many slices with patches, fewer waste seeds
    const double slice = share * n_in / std::max(1 - sparsity, share * n_in / max_n_out);
    return std::max<std::int64_t>(n_in, static_cast<std::int64_t>(slice + 1e-9));
}

LowRankFactors prune_low_rank(const Layer& layer, const StorageMap& map, std::span<const float> weights,
                              const LowRankOptions& options) {
    check(layer, weights, options);
    PrunedLayer pruned{layer, map, weights, options, cut_bands(layer, map, options.tile_rows), 1.0F, {}};
    pruned.factors = empty_factors(layer, map, options.tile_rows, options.tile_columns, options.rank);
    const std::int64_t wanted = kept_weights(layer.weights(), options.sparsity);
    if (wanted == 0) return pruned.factors;
    if (wanted == layer.weights()) {
        std::ranges::fill(pruned.factors.u, 1);
        std::ranges::fill(pruned.factors.v, 1);
        return pruned.factors;
    }
    pruned.scale = scale_to_mean_one(weights);

    // 1. a price that gives the density, and the best tiles at that price
    const KeepingPrice start = search_price(pruned);
    double price = start.price;
    search_tiles(pruned, price);

    // 2. even out the slices; the price follows the density
    const SliceGrid grid(map, options.slice);
    const auto tolerance = static_cast<std::int64_t>(density_tolerance * static_cast<double>(layer.weights()));
    const double least_per_weight = start.per_density / static_cast<double>(layer.weights());
    double per_weight = least_per_weight;
    double step = 0;
    std::int64_t kept = 0;
    std::int64_t nearest = -1; // to what is wanted
    LowRankFactors best;
    for (int sweep = 1; sweep <= most_sweeps; ++sweep) {
        const std::int64_t before = kept;
        kept = sweep_bands(pruned, grid, price);
        if (sweep >= least_sweeps && (nearest < 0 || std::abs(kept - wanted) < std::abs(nearest - wanted))) {
            nearest = kept;
            best = pruned.factors;
        }
        if (sweep >= least_sweeps && std::abs(kept - wanted) <= tolerance) break;
        // Balance holds the density where it is: prices must move further than they would without it.
        if (sweep > 2 && kept != before)
            per_weight = std::clamp(step / static_cast<double>(before - kept), least_per_weight, 6 * least_per_weight);
        step = std::clamp(per_weight * static_cast<double>(kept - wanted), -most_step * start.price,
                          most_step * start.price);
        price += step;
    }
    pruned.factors = std::move(best);

    // 3. what a price cannot reach
    if (std::abs(nearest - wanted) > tolerance) trim_density(pruned, nearest, wanted);
    return pruned.factors;
}

} // namespace fracbit::models

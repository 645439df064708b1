#include "models/pruning/density_search.hpp"

#include <tbb/parallel_for.h>

namespace fracbit::models {
namespace {

constexpr std::int64_t sample_weights = 200'000;
constexpr std::int64_t least_tiles = 8;

struct SampleTile {
    std::size_t band;
    std::int64_t tile;
};

std::vector<SampleTile> spread_tiles(const PrunedLayer& pruned) {
    const std::int64_t tiles = static_cast<std::int64_t>(pruned.bands.size()) * pruned.tiles();
    const std::int64_t tile_weights = std::max<std::int64_t>(1, pruned.layer.weights() / tiles);
    const std::int64_t count = std::clamp(sample_weights / tile_weights, std::min(least_tiles, tiles), tiles);
    std::vector<SampleTile> sample;
    for (std::int64_t i = 0; i < count; ++i) {
        const std::int64_t tile = i * tiles / count;
        // Tiles of successive bands start elsewhere, lest the sample follow a few columns.
        const std::int64_t band = tile / pruned.tiles();
        sample.push_back({static_cast<std::size_t>(band), (tile + 7 * band) % pruned.tiles()});
    }
    return sample;
}

double density_at(const PrunedLayer& pruned, const std::vector<SampleTile>& sample, double price) {
    std::vector<std::int64_t> kept(sample.size());
    tbb::parallel_for(std::size_t{0}, sample.size(), [&](std::size_t i) {
        const auto [band, tile] = sample[i];
        stop_if(pruned.options.cancelled);
        Random random = pruned.random(band, tile);
        const auto gains = pruned.gains(pruned.bands[band], tile, static_cast<float>(price));
        const auto factors = search_tile(gains, pruned.options.rank, tile_starts, random);
        for (const auto u : factors.u)
            for (const auto v : factors.v) kept[i] += (u & v) != 0 ? 1 : 0;
    });
    std::int64_t all_kept = 0;
    std::int64_t all = 0;
    for (std::size_t i = 0; i < sample.size(); ++i) {
        all_kept += kept[i];
        all += pruned.bands[sample[i].band].rows * pruned.columns(sample[i].tile);
    }
    return static_cast<double>(all_kept) / static_cast<double>(all);
}

} // namespace

KeepingPrice search_price(const PrunedLayer& pruned) {
    const auto sample = spread_tiles(pruned);
    double low = 0;
    double high = 0;
    for (const auto& [band, tile] : sample)
        for (const float gain : pruned.gains(pruned.bands[band], tile, 0).values)
            high = std::max(high, static_cast<double>(gain));
    for (int i = 0; i < 16; ++i) {
        const double price = (low + high) / 2;
        (density_at(pruned, sample, price) > pruned.density() ? low : high) = price;
    }
    const double price = (low + high) / 2;
    const double step = 0.05 * price;
    const double fall = density_at(pruned, sample, price - step) - density_at(pruned, sample, price + step);
    // A layer of a few weights falls in steps; never move the price by more than a part of itself.
    return {price, 2 * step / std::max(fall, 0.1 * pruned.density())};
}

} // namespace fracbit::models

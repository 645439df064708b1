#include "models/pruning/band_refiner.hpp"

#include "tests/models/pruning/random_weights.hpp"

#include <catch2/catch.hpp>

using namespace fracbit;
using namespace fracbit::models;
using namespace fracbit::tests;

namespace {

/// The objective by its definition: every weight and every slice of the band, in the order of storage.
double objective_of(PrunedLayer& pruned, std::size_t b, double price) {
    const MaskBand& band = pruned.bands[b];
    const double share = pruned.density() * static_cast<double>(pruned.options.slice);
    const double penalty = pruned.options.balance / std::sqrt(std::max(1.0, share));
    double sum = 0;
    for (std::size_t g = band.first_group; g < band.first_group + band.groups; ++g) {
        const RowGroup& group = pruned.map.row_groups()[g];
        const std::int64_t elements = pruned.map.elements(group);
        std::vector<bool> kept(static_cast<std::size_t>(elements));
        for (std::int64_t row = group.first_row; row < group.first_row + group.rows; ++row)
            for (std::int64_t k = 0; k < pruned.map.reduction(); ++k)
                if ((pruned.u(row, k / pruned.options.tile_columns) & pruned.v(b, k)) != 0) {
                    kept[static_cast<std::size_t>(pruned.map.place(group, row, k))] = true;
                    sum += static_cast<double>(pruned.magnitude(row, k)) - price;
                }
        for (std::int64_t first = 0; first < elements; first += pruned.options.slice) {
            const std::int64_t end = std::min(first + pruned.options.slice, elements);
            double excess = -pruned.density() * static_cast<double>(end - first);
            for (std::int64_t i = first; i < end; ++i) excess += kept[static_cast<std::size_t>(i)] ? 1 : 0;
            sum -= penalty * excess * excess;
        }
    }
    return sum;
}

} // namespace

TEST_CASE("no sweep lowers the objective, and it is what its definition says") {
    constexpr std::uint64_t seed = 41;
    Random random(seed);
    int raised = 0;
    for (int i = 0; i < 120; ++i) {
        const auto rows = 1 + static_cast<std::int64_t>(random.below(30));
        const auto columns = 1 + static_cast<std::int64_t>(random.below(60));
        const Layer layer = linear_layer(rows, columns);
        LowRankOptions options;
        options.sparsity = 0.5 + 0.45 * random.uniform();
        options.rank = 1 + static_cast<int>(random.below(4));
        const auto group_rows = 1 + static_cast<std::int64_t>(random.below(8));
        options.tile_rows = group_rows * (1 + static_cast<std::int64_t>(random.below(3)));
        options.tile_columns = 1 + static_cast<std::int64_t>(random.below(20));
        options.slice = 1 + static_cast<std::int64_t>(random.below(80));
        options.balance = random.uniform();
        const auto order = random.below(2) == 0 ? StorageOrder::k_major : StorageOrder::tiled;
        const StorageMap map(layer, order, group_rows, 8);
        const auto weights = draw_weights(random, layer.weights());
        PrunedLayer pruned{layer,
                           map,
                           weights,
                           options,
                           cut_bands(layer, map, options.tile_rows),
                           1.25F,
                           empty_factors(layer, map, options.tile_rows, options.tile_columns, options.rank)};
        for (auto& word : pruned.factors.u) word = random.below(std::uint64_t{1} << options.rank);
        for (auto& word : pruned.factors.v) word = random.below(std::uint64_t{1} << options.rank);
        const SliceGrid grid(map, options.slice);
        const double price = 2 * random.uniform();
        INFO("seed " << seed << ", case " << i << ": " << layer.out_channels << " x " << layer.reduction() << ", rank "
                     << options.rank << ", tiles " << options.tile_rows << " x " << options.tile_columns);
        for (std::size_t band = 0; band < pruned.bands.size(); ++band) {
            BandRefiner refiner(pruned, grid, band);
            double before = refiner.objective(price);
            REQUIRE(before == Approx(objective_of(pruned, band, price)).margin(1e-6));
            for (int sweep = 0; sweep < 3; ++sweep) {
                refiner.sweep(price);
                const double after = refiner.objective(price);
                REQUIRE(after == Approx(objective_of(pruned, band, price)).margin(1e-6));
                REQUIRE(after >= before - 1e-6);
                raised += after > before + 1e-6 ? 1 : 0;
                before = after;
            }
        }
    }
    CHECK(raised > 100);
}

TEST_CASE("a tile that keeps nothing is chosen anew") {
    Random random(1);
    const Layer layer = linear_layer(8, 8);
    const StorageMap map(layer, StorageOrder::k_major, 8, 1);
    LowRankOptions options;
    options.sparsity = 0.5;
    options.tile_rows = 8;
    options.tile_columns = 8;
    const auto weights = draw_weights(random, layer.weights());
    PrunedLayer pruned{
        layer, map, weights, options, cut_bands(layer, map, 8), 1.0F, empty_factors(layer, map, 8, 8, 1)};
    const SliceGrid grid(map, options.slice);
    BandRefiner refiner(pruned, grid, 0);
    REQUIRE(refiner.kept() == 0);
    refiner.sweep(0.5);
    CHECK(refiner.kept() > 0);
}

// What low-rank masks keep, and how long choosing them takes: AlexNet's fully connected layers with normally
// distributed weights, 9 % kept, mask tiles of several shapes and ranks; also with log-normal scales of rows and
// columns.
//
//   pruning_bench           four row groups of each layer
//   pruning_bench --full    whole layers
#include "models/core/random.hpp"
#include "models/masks/mask_encoder.hpp"
#include "models/pruning/low_rank_pruning.hpp"
#include "models/pruning/magnitude_pruning.hpp"

#include <chrono>
#include <cmath>
#include <fmt/format.h>
#include <string>

using namespace fracbit;
using namespace fracbit::models;

namespace {

constexpr double sparsity = 0.91;

Layer linear_layer(std::int64_t rows, std::int64_t columns) {
    Layer layer;
    layer.name = fmt::format("{}x{}", columns, rows);
    layer.kind = LayerKind::linear;
    layer.input = {columns, 1, 1};
    layer.out_channels = rows;
    return layer;
}

/// `spread`: standard deviation of the logarithm of the scales of rows and columns.
std::vector<float> draw_weights(const Layer& layer, double spread) {
    Random random(77);
    const auto scales = [&](std::int64_t count) {
        std::vector<double> values(static_cast<std::size_t>(count));
        for (auto& v : values) v = std::exp(spread * random.normal());
        return values;
    };
    const auto rows = scales(layer.out_channels);
    const auto columns = scales(layer.reduction());
    std::vector<float> weights;
    weights.reserve(static_cast<std::size_t>(layer.weights()));
    for (const double row : rows)
        for (const double column : columns) weights.push_back(static_cast<float>(row * column * random.normal()));
    return weights;
}

/// Variance of what whole slices keep; a random mask has slice * density * sparsity.
double slice_variance(const StorageMap& map, const BitVector& mask, std::int64_t slice) {
    double sum = 0;
    double squares = 0;
    double slices = 0;
    for (const auto& group : map.row_groups()) {
        std::vector<int> kept(static_cast<std::size_t>(map.elements(group) / slice + 1));
        for (std::int64_t c = group.first_row; c < group.first_row + group.rows; ++c)
            for (std::int64_t k = 0; k < map.reduction(); ++k)
                if (mask.get(c * map.reduction() + k)) ++kept[static_cast<std::size_t>(map.place(group, c, k) / slice)];
        kept.pop_back();
        for (const int k : kept) {
            sum += k;
            squares += k * k;
            ++slices;
        }
    }
    return squares / slices - sum * sum / slices / slices;
}

void run(const Layer& layer, const std::vector<float>& weights, StorageOrder order, const LowRankOptions& options) {
    const StorageMap map(layer, order, 32, 64);
    const auto start = std::chrono::steady_clock::now();
    const LowRankFactors factors = prune_low_rank(layer, map, weights, options);
    const double seconds = std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count();
    const BitVector mask = multiply(layer, map, factors);
    const auto n = static_cast<double>(layer.weights());
    fmt::print("{:<10} {:<8} {:>4} {:>4} x {:<4} {:>7.2f} {:>9.4f} {:>9.4f} {:>9.4f} {:>9.1f} {:>9.2f} {:>8.1f}\n",
               layer.name, to_string(order), options.rank, options.tile_rows, options.tile_columns, options.balance,
               static_cast<double>(mask_bits(encode_low_rank(layer, map, factors))) / n,
               static_cast<double>(mask.count_ones()) / n, kept_magnitude(weights, mask),
               slice_variance(map, mask, options.slice), seconds, n / seconds / 1e6);
}

void run_layer(const Layer& layer, double spread) {
    const auto weights = draw_weights(layer, spread);
    fmt::print("spread {}: the largest 9 % keep {:.4f}\n", spread,
               kept_magnitude(weights, prune_magnitude(weights, sparsity)));
    struct Shape {
        int rank;
        std::int64_t rows, columns;
        double balance;
    };
    for (const Shape& shape : {Shape{1, 32, 8, 0.25}, Shape{1, 32, 10, 0.0}, Shape{1, 32, 10, 0.25},
                               Shape{1, 32, 24, 0.25}, Shape{2, 32, 26, 0.25}, Shape{4, 64, 52, 0.25}})
        for (const auto order : {StorageOrder::k_major, StorageOrder::tiled}) {
            LowRankOptions options;
            options.sparsity = sparsity;
            options.rank = shape.rank;
            options.tile_rows = shape.rows;
            options.tile_columns = shape.columns;
            options.balance = shape.balance;
            run(layer, weights, order, options);
        }
}

} // namespace

int main(int argc, char** argv) {
    const bool full = argc > 1 && std::string(argv[1]) == "--full";
    const std::int64_t rows = full ? 4096 : 128;
    fmt::print("{:<10} {:<8} {:>4} {:>11} {:>7} {:>9} {:>9} {:>9} {:>9} {:>9} {:>8}\n", "layer", "order", "rank",
               "tile", "balance", "mask b/w", "density", "kept", "variance", "seconds", "Mw/s");
    for (const std::int64_t columns : {9216, 4096}) run_layer(linear_layer(rows, columns), 0);
    run_layer(linear_layer(rows, 4096), 0.5);
    return 0;
}

#include "tests/models/pruning/random_weights.hpp"

#include <cmath>

namespace fracbit::tests {

models::Layer linear_layer(std::int64_t rows, std::int64_t columns) {
    models::Layer layer;
    layer.name = "fc";
    layer.kind = models::LayerKind::linear;
    layer.input = {columns, 1, 1};
    layer.out_channels = rows;
    return layer;
}

std::vector<float> draw_weights(Random& random, std::int64_t count, bool rounded) {
    std::vector<float> weights(static_cast<std::size_t>(count));
    for (auto& w : weights) {
        w = static_cast<float>(random.normal());
        if (rounded) w = std::round(2 * w) / 2;
    }
    return weights;
}

} // namespace fracbit::tests

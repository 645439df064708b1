#include "tests/models/files/sparse_model.hpp"

#include "models/compression/layer_compression.hpp"
#include "models/core/random.hpp"

#include <array>

namespace fracbit::tests {
namespace {

using namespace models;

std::vector<float> draw(Random& random, std::int64_t count) {
    std::vector<float> values;
    for (std::int64_t i = 0; i < count; ++i) values.push_back(static_cast<float>(random.normal()));
    return values;
}

CompressionOptions draw_options(Random& random) {
    constexpr std::array sparsities{0.0, 0.5, 0.9, 1.0};
    CompressionOptions options;
    options.sparsity = sparsities[random.below(sparsities.size())];
    options.mask = static_cast<MaskFormat>(random.below(3));
    options.q = 1 + static_cast<int>(random.below(3));
    options.order = random.below(2) == 0 ? StorageOrder::k_major : StorageOrder::tiled;
    options.group_rows = 1 + static_cast<std::int64_t>(random.below(5));
    options.tile_columns = 1 + static_cast<std::int64_t>(random.below(7));
    options.mask_budget = 0.9;
    options.n_in = 1 + static_cast<int>(random.below(9));
    options.registers = static_cast<int>(random.below(3));
    options.n_out = options.columns() + static_cast<int>(random.below(20));
    options.patches = random.below(2) == 0 ? PatchFormat::counted : PatchFormat::gaps;
    options.block_slices = static_cast<int>(random.below(4));
    options.seed = 7;
    return options;
}

} // namespace

Model sparse_model(std::uint64_t seed) {
    Random random(seed);
    Layer conv;
    conv.name = "conv";
    conv.input = {4, 5, 4};
    conv.groups = 2;
    conv.out_channels = 6;
    conv.kernel_height = conv.kernel_width = 2;
    conv.relu = true;
    Model model;
    model.network.name = "sparse";
    model.network.layers.push_back(conv);
    for (const char* name : {"float", "middle", "last"}) {
        Layer layer;
        layer.name = name;
        layer.kind = LayerKind::linear;
        layer.input = model.network.layers.back().output();
        layer.out_channels = 3 + static_cast<std::int64_t>(random.below(9));
        model.network.layers.push_back(layer);
    }
    for (const Layer& layer : model.network.layers) {
        const std::vector<float> weights = draw(random, layer.weights());
        ModelLayer entry{FloatWeights{weights}, draw(random, layer.out_channels)};
        if (layer.name != "float")
            entry.weights = compress_layer(layer, MemoryWeights(weights, layer.out_channels, layer.reduction()),
                                           draw_options(random))
                                .weights;
        model.layers.push_back(std::move(entry));
        model.claimed_weight_bits.emplace_back();
    }
    return model;
}

} // namespace fracbit::tests

// The reference LeNet-5, pruned and quantized: encoding loses nothing.
#include "models/binary_codes/channel_codes.hpp"
#include "models/compression/model_compression.hpp"
#include "models/data/dataset.hpp"
#include "models/files/model_file.hpp"
#include "models/inference/float_inference.hpp"
#include "models/inference/model_weights.hpp"
#include "models/pruning/magnitude_pruning.hpp"
#include "tests/support/mnist.hpp"
#include "tests/support/temporary_folder.hpp"

#include <catch2/catch.hpp>

#include <algorithm>

using namespace fracbit::models;
using namespace fracbit::tests;

namespace {

Model reference_model() { return read_model(FRACBIT_SOURCE_DIR "/examples/models/lenet5_float.h5"); }

std::int64_t correct(const std::vector<float>& logits, const std::vector<std::uint16_t>& labels) {
    const std::size_t classes = logits.size() / labels.size();
    std::int64_t right = 0;
    for (std::size_t i = 0; i < labels.size(); ++i) {
        const auto row = logits.begin() + static_cast<std::ptrdiff_t>(i * classes);
        right += std::max_element(row, row + static_cast<std::ptrdiff_t>(classes)) - row == labels[i] ? 1 : 0;
    }
    return right;
}

/// The masks of `encoded`, quantized afresh, and never encoded.
Model never_encoded(Model model, const Model& encoded, int q) {
    for (std::size_t i = 0; i < model.layers.size(); ++i) {
        const auto* real = std::get_if<FloatWeights>(&model.layers[i].weights);
        if (real == nullptr) continue;
        const Layer& layer = model.network.layers[i];
        const BitVector kept = *kept_mask(layer, encoded.layers[i]);
        const BinaryWeights codes = quantize_channels(real->values, kept, layer.out_channels, {q, 30});
        model.layers[i].weights = FloatWeights{pruned_weights(codes.planes, codes.alpha, kept)};
    }
    return model;
}

} // namespace

TEST_CASE("LeNet-5 pruned at 0.9 answers the same before it was encoded and after it was decoded from its file") {
    const auto mnist = mnist_or_skip();
    if (!mnist) return;
    const ImageSet images = read_mnist(*mnist, Split::test, 500);
    const Model model = reference_model();
    const TemporaryFolder folder;
    for (const MaskFormat mask : {MaskFormat::bitmap, MaskFormat::low_rank})
        for (const int q : {1, 2, 3}) {
            INFO(to_string(mask) << " mask, q = " << q);
            ModelCompressionOptions options;
            options.layers.sparsity = 0.9;
            options.layers.mask = mask;
            options.layers.q = q;
            options.sparsity["conv1"] = 0.5;
            write_model(compress_model(model, options).model, folder.file("m.h5"));
            const Model decoded = read_model(folder.file("m.h5"));
            if (mask == MaskFormat::bitmap)
                CHECK(*kept_mask(model.network.layers[0], decoded.layers[0]) ==
                      prune_magnitude(std::get<FloatWeights>(model.layers[0].weights).values, 0.5));
            const auto before = FloatInference(never_encoded(model, decoded, q)).run_images(images.pixels);
            const auto after = FloatInference(decoded).run_images(images.pixels);
            CHECK(after == before);
            CHECK(correct(after, images.labels) == correct(before, images.labels));
            CHECK(correct(after, images.labels) > 250); // of 500: not lost to pruning either
        }
}

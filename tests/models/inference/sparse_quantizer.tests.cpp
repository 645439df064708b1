#include "models/compression/model_compression.hpp"
#include "models/core/error.hpp"
#include "models/inference/float_inference.hpp"
#include "models/inference/integer_inference.hpp"
#include "models/inference/kept_weights.hpp"
#include "models/inference/model_weights.hpp"
#include "models/inference/quantizer.hpp"
#include "models/inference/weight_codes.hpp"
#include "tests/models/inference/small_model.hpp"
#include "tests/support/message_of.hpp"

#include <catch2/catch.hpp>

#include <cmath>

using namespace fracbit;
using namespace fracbit::models;
using namespace fracbit::tests;
using Catch::Contains;

namespace {

Model sparse_model(int q, MaskFormat mask, std::uint64_t seed, StorageOrder order = StorageOrder::k_major) {
    ModelCompressionOptions options;
    options.layers.sparsity = 0.7;
    options.layers.q = q;
    options.layers.mask = mask;
    options.layers.mask_budget = 1;
    options.layers.group_rows = 4;
    options.layers.tile_columns = 8;
    options.layers.order = order;
    options.layers.n_in = 8;
    return compress_model(small_model(Kept::real, 1, seed), options).model;
}

QuantizeOptions csr_options(StorageOrder order) {
    QuantizeOptions options;
    options.format = WeightFormat::csr;
    options.order = order;
    options.group_rows = 4;
    options.tile_columns = 8;
    options.csr_decoders = 3;
    return options;
}

std::vector<std::uint8_t> integer_outputs(const QuantizedNetwork& network, const std::vector<std::uint8_t>& pixels) {
    const StoredWorkload workload(network);
    return IntegerInference(workload, {8}).run_images(quantize_pixels(pixels, network.input));
}

} // namespace

TEST_CASE("pruned weights are plus zero and the others the sums of their codes") {
    const Model model = sparse_model(2, MaskFormat::bitmap, 1);
    const Layer& layer = model.network.layers[0];
    const auto real = real_weights(layer, model.layers[0]);
    const auto kept = *kept_mask(layer, model.layers[0]);
    const auto planes = decoded_planes(layer, model.layers[0]);
    const auto& alpha = scales_of(model.layers[0]);
    for (std::int64_t w = 0; w < layer.weights(); ++w) {
        const auto c = static_cast<std::size_t>(w / layer.reduction());
        const float sum =
            (planes[0].get(w) ? alpha[0][c] : -alpha[0][c]) + (planes[1].get(w) ? alpha[1][c] : -alpha[1][c]);
        const float value = real[static_cast<std::size_t>(w)];
        CHECK(value == (kept.get(w) ? sum : 0.0F));
        if (!kept.get(w)) CHECK_FALSE(std::signbit(value));
    }
    CHECK_FALSE(kept_mask(layer, small_model(Kept::binary, 1, 1).layers[0]));
    CHECK_THROWS_AS(pruned_weights(planes, alpha, BitVector(3)), ConfigError);
}

TEST_CASE("sparse layers keep their planes mask and order when they become integers") {
    for (const auto order : {StorageOrder::k_major, StorageOrder::tiled}) {
        const Model model = sparse_model(2, MaskFormat::low_rank, 2, order);
        const auto pixels = random_pixels(1, 4);
        const auto network = quantize(model, calibrate(model, pixels));
        for (const std::size_t i : {0, 2}) {
            const Layer& layer = model.network.layers[i];
            const QuantizedLayer& quantized = network.layers[i];
            CHECK(quantized.format == WeightFormat::sparse);
            CHECK(quantized.order == order);
            CHECK(quantized.group_rows == 4);
            CHECK(quantized.mask == std::get<SparseWeights>(model.layers[i].weights).mask);
            CHECK(*kept_weights_of(layer, quantized) == *kept_mask(layer, model.layers[i]));
            CHECK(decode_codes(layer, quantized, 1) == decoded_planes(layer, model.layers[i])[1]);
        }
    }
}

TEST_CASE("the integer path of sparse weights stays close to the float path") {
    for (const int q : {1, 2, 3})
        for (const MaskFormat mask : {MaskFormat::bitmap, MaskFormat::relative_index, MaskFormat::low_rank})
            for (std::uint64_t seed = 1; seed <= 5; ++seed) {
                INFO("q = " << q << ", " << to_string(mask) << ", seed " << seed);
                Model model = sparse_model(q, mask, seed);
                model.network.layers[0].relu = false; // inputs of the next layer then have a zero point
                const auto pixels = random_pixels(seed, 20);
                const auto network = quantize(model, calibrate(model, pixels));
                CHECK(network.outputs[0].zero_point > 0);
                const auto real = FloatInference(model).run_images(pixels);
                const auto integer = integer_outputs(network, pixels);
                REQUIRE(integer.size() == real.size());
                const ActivationScale& scale = network.outputs.back();
                double worst = 0;
                for (std::size_t i = 0; i < real.size(); ++i)
                    worst = std::max(worst, std::abs(scale.scale * (integer[i] - scale.zero_point) - double{real[i]}));
                CHECK(worst < 6 * scale.scale);
            }
}

TEST_CASE("CSR of a sparse model gives the same integers") {
    for (const MaskFormat mask : {MaskFormat::bitmap, MaskFormat::low_rank}) {
        Model model = sparse_model(1, mask, 3);
        model.network.layers[0].relu = false;
        const auto pixels = random_pixels(3, 20);
        const auto ranges = calibrate(model, pixels);
        const auto expected = integer_outputs(quantize(model, ranges), pixels);
        for (const auto order : {StorageOrder::row_major, StorageOrder::tiled}) {
            const auto network = quantize(model, ranges, csr_options(order));
            CHECK(network.layers[0].format == WeightFormat::csr);
            CHECK(network.layers[0].csr.decoders == 3);
            CHECK(integer_outputs(network, pixels) == expected);
        }
    }
}

TEST_CASE("asking for a pruned format leaves layers that are not pruned as they are") {
    Model model = sparse_model(1, MaskFormat::bitmap, 4);
    model.layers[0] = small_model(Kept::real, 1, 4).layers[0];
    const auto ranges = calibrate(model, random_pixels(1, 4));
    const auto network = quantize(model, ranges, csr_options(StorageOrder::tiled));
    CHECK(network.layers[0].format == WeightFormat::dense8);
    CHECK(network.layers[2].format == WeightFormat::csr);
}

TEST_CASE("formats that lose the zeros or hold too few planes are refused") {
    const auto refused = [](const Model& model, WeightFormat format, StorageOrder order, const std::string& text) {
        auto options = csr_options(order);
        options.format = format;
        const auto ranges = calibrate(model, random_pixels(1, 4));
        CHECK_THAT(message_of<ConfigError>([&] { quantize(model, ranges, options); }), Contains(text));
    };
    const Model one = sparse_model(1, MaskFormat::bitmap, 5), two = sparse_model(2, MaskFormat::bitmap, 5);
    refused(one, WeightFormat::binary, StorageOrder::tiled,
            "layer 'conv' is pruned: binary planes cannot hold its zeros; choose the sparse, csr or dense8 format");
    refused(two, WeightFormat::csr, StorageOrder::tiled, "layer 'conv': CSR holds one plane, its weights have q = 2");
    refused(one, WeightFormat::csr, StorageOrder::k_major, "k-major");
    refused(one, WeightFormat::flexor, StorageOrder::row_major, "layer 'conv' has no encrypted weights");
    for (const auto format : {WeightFormat::csr, WeightFormat::sparse})
        refused(small_model(Kept::real, 1, 1), format, StorageOrder::tiled, "no layer of the model is pruned");
}

#include "models/inference/synthetic_workload.hpp"

#include "models/core/error.hpp"
#include "models/inference/integer_inference.hpp"
#include "models/inference/range_check.hpp"
#include "models/inference/storage_order.hpp"
#include "tests/support/message_of.hpp"

#include <catch2/catch.hpp>

#include <algorithm>
#include <set>

using namespace fracbit;
using namespace fracbit::models;
using namespace fracbit::tests;

namespace {

Layer layer_of(const std::string& name, LayerKind kind, const TensorShape& input, std::int64_t out = 1) {
    Layer layer;
    layer.name = name;
    layer.kind = kind;
    layer.input = input;
    layer.out_channels = out;
    return layer;
}

/// Every kind of layer, in one chain.
Network all_kinds() {
    Network network;
    network.name = "all";
    auto& layers = network.layers;
    layers.push_back(layer_of("conv", LayerKind::conv, {6, 16, 16}, 40));
    layers.back().kernel_height = layers.back().kernel_width = 3;
    layers.back().groups = 2;
    layers.back().relu = true;
    layers.push_back(layer_of("conv2", LayerKind::conv, {40, 14, 14}, 40));
    layers.push_back(layer_of("sum", LayerKind::add, {40, 14, 14}));
    layers.back().residual = "conv";
    layers.push_back(layer_of("max", LayerKind::max_pool, {40, 14, 14}));
    layers.back().kernel_height = layers.back().kernel_width = 2;
    layers.back().stride_height = layers.back().stride_width = 2;
    layers.push_back(layer_of("mean", LayerKind::average_pool, {40, 7, 7}));
    layers.back().kernel_height = layers.back().kernel_width = 3;
    layers.push_back(layer_of("conv3", LayerKind::conv, {40, 5, 5}, 64));
    layers.back().relu = true;
    layers.push_back(layer_of("global", LayerKind::global_average_pool, {64, 5, 5}));
    layers.push_back(layer_of("fc", LayerKind::linear, {64, 1, 1}, 96));
    layers.push_back(layer_of("norm", LayerKind::layer_norm, {96, 1, 1}));
    layers.push_back(layer_of("scores", LayerKind::attention, {96, 1, 1}, 80));
    layers.push_back(layer_of("softmax", LayerKind::softmax, {80, 1, 1}));
    layers.push_back(layer_of("values", LayerKind::attention, {80, 1, 1}, 96));
    layers.push_back(layer_of("rms", LayerKind::rms_norm, {96, 1, 1}));
    layers.push_back(layer_of("gate", LayerKind::lookup, {96, 1, 1}));
    layers.push_back(layer_of("out", LayerKind::linear, {96, 1, 1}, 50));
    return network;
}

bool equal(const QuantizedLayer& a, const QuantizedLayer& b) {
    if (a.q() != b.q() || a.dense != b.dense || a.table != b.table || a.input_zero_point != b.input_zero_point)
        return false;
    for (std::size_t i = 0; i < a.planes.size(); ++i) {
        const auto& one = a.planes[i];
        const auto& other = b.planes[i];
        if (one.bits != other.bits || (one.network == nullptr) != (other.network == nullptr)) return false;
        if (one.network != nullptr && *one.network != *other.network) return false;
    }
    return a.rescaling.multipliers == b.rescaling.multipliers && a.rescaling.offsets == b.rescaling.offsets &&
           a.rescaling.shift == b.rescaling.shift;
}

} // namespace

TEST_CASE("drawn layers depend on the seed and their index alone") {
    SyntheticSpec spec;
    spec.q = 2;
    const SyntheticWorkload one(all_kinds(), spec), two(all_kinds(), spec);
    const auto late = two.layer(7);
    const auto early = two.layer(0);
    CHECK(equal(*one.layer(0), *early));
    CHECK(equal(*one.layer(7), *late));
    SyntheticSpec other = spec;
    other.seed = 2;
    CHECK(one.layer(0)->planes[0].bits != SyntheticWorkload(all_kinds(), other).layer(0)->planes[0].bits);
    CHECK(one.layer(0)->planes[0].bits != one.layer(0)->planes[1].bits);
}

TEST_CASE("layers of equal shapes are drawn apart") {
    Network network;
    network.name = "twins";
    network.layers = {layer_of("a", LayerKind::linear, {20, 1, 1}, 20),
                      layer_of("b", LayerKind::linear, {20, 1, 1}, 20)};
    const SyntheticWorkload workload(network, {});
    CHECK(workload.layer(0)->planes[0].bits != workload.layer(1)->planes[0].bits);
}

TEST_CASE("each plane has a network of its own, shared by all layers") {
    SyntheticSpec spec;
    spec.q = 3;
    spec.xor_spec = {7, 12, 3, 40};
    const SyntheticWorkload workload(all_kinds(), spec);
    const auto first = workload.layer(0), second = workload.layer(1);
    for (std::size_t plane = 0; plane < 3; ++plane) {
        CHECK(first->planes[plane].network == second->planes[plane].network);
        CHECK(*first->planes[plane].network == XorNetwork({7, 12, 3, 40 + plane}));
    }
}

TEST_CASE("drawn layers pass the overflow proof and keep values spread through all kinds of layers") {
    for (const auto format : {WeightFormat::flexor, WeightFormat::binary, WeightFormat::dense8, WeightFormat::shift,
                              WeightFormat::shift_xor})
        for (const auto order : {StorageOrder::row_major, StorageOrder::k_major, StorageOrder::tiled})
            for (const int bits : {8, 4}) {
                INFO("format " << static_cast<int>(format) << ", order " << static_cast<int>(order) << ", bits "
                               << bits);
                SyntheticSpec spec;
                spec.format = format;
                spec.order = order;
                spec.q = 2;
                spec.group_rows = 7;
                spec.tile_columns = 9;
                spec.activation_bits = bits;
                const SyntheticWorkload workload(all_kinds(), spec);
                const auto& layers = workload.network().layers;
                for (std::size_t i = 0; i < layers.size(); ++i)
                    CHECK_NOTHROW(check_ranges(layers[i], *workload.layer(static_cast<int>(i))));
                IntegerInference(workload, {bits}).run({}, [&](int i, const Activations& output) {
                    const Layer& layer = layers[static_cast<std::size_t>(i)];
                    INFO("layer " << layer.name);
                    const std::set<std::uint8_t> values(output.begin(), output.end());
                    CHECK(values.size() >= (bits == 8 && layer.kind != LayerKind::softmax ? 12U : 4U));
                    const auto full = layer.kind == LayerKind::softmax ? 255 : (1 << bits) - 1;
                    CHECK(*values.rbegin() <= full);
                    const auto zeros = std::count(output.begin(), output.end(), 0);
                    const auto tops = std::count(output.begin(), output.end(), full);
                    if (layer.kind != LayerKind::softmax) CHECK(zeros < static_cast<long>(output.size()) * 3 / 4);
                    CHECK(tops < static_cast<long>(output.size()) / 3);
                });
            }
}

TEST_CASE("attention is dense whatever the format of the weights") {
    const SyntheticWorkload workload(all_kinds(), {});
    CHECK(workload.layer(9)->format == WeightFormat::dense8);
    CHECK(workload.layer(9)->dense.size() == 96 * 80);
    CHECK(workload.layer(7)->format == WeightFormat::flexor);
}

TEST_CASE("drawn dense weights use all of -127 to 127") {
    SyntheticSpec spec;
    spec.format = WeightFormat::dense8;
    const auto dense = SyntheticWorkload(all_kinds(), spec).layer(9)->dense;
    CHECK(*std::min_element(dense.begin(), dense.end()) == -127);
    CHECK(*std::max_element(dense.begin(), dense.end()) == 127);
}

TEST_CASE("specs outside their range are refused") {
    const auto refused = [](auto change) {
        SyntheticSpec spec;
        change(spec);
        return message_of<ConfigError>([&] { SyntheticWorkload(all_kinds(), spec); });
    };
    CHECK(refused([](auto& s) { s.q = 0; }) == "synthetic weights: q is 0, allowed is 1 to 8");
    CHECK(refused([](auto& s) { s.q = 9; }) == "synthetic weights: q is 9, allowed is 1 to 8");
    for (const auto format : {WeightFormat::shift, WeightFormat::shift_xor})
        CHECK(refused([&](auto& s) {
                  s.format = format;
                  s.q = 5;
              }) == "synthetic weights: q of shift weights is 5, allowed is 1 to 4");
    CHECK(refused([](auto& s) { s.activation_bits = 9; }) ==
          "synthetic weights: activation_bits is 9, allowed is 1 to 8");
    CHECK(refused([](auto& s) {
              s.order = StorageOrder::k_major;
              s.group_rows = 0;
          }) == "synthetic weights: group_rows is 0, allowed is 1 or more");
    CHECK(refused([](auto& s) {
              s.order = StorageOrder::tiled;
              s.tile_columns = 0;
          }) == "synthetic weights: tile_columns is 0, allowed is 1 or more");
}

#include "tests/models/files/small_model.hpp"

#include <algorithm>
#include <random>

namespace fracbit::tests {
namespace {

using namespace models;

class Maker {
public:
    explicit Maker(std::uint64_t seed) : random_(seed) {}

    Model make() {
        Model model;
        model.network.name = "small";
        model.dataset = "doodles";
        model.test_accuracy = 0.5;
        Layer conv;
        conv.name = "conv";
        conv.input = {2 * number(1, 2), number(5, 9), number(5, 9)};
        conv.groups = 2;
        conv.out_channels = 2 * number(1, 3);
        conv.kernel_height = number(1, 3);
        conv.kernel_width = number(1, 3);
        conv.pad_height = number(0, 1);
        conv.dilation_width = number(1, 2);
        conv.stride_height = number(1, 2);
        conv.relu = true;
        add(model, conv, encrypted(conv, static_cast<int>(number(1, 3))));
        Layer pool;
        pool.name = "pool";
        pool.kind = LayerKind::max_pool;
        pool.input = conv.output();
        pool.kernel_width = pool.stride_width = std::min(number(1, 2), pool.input.width);
        add(model, pool, std::monostate{});
        Layer side = linear("side", pool.output());
        add(model, side, binary(side, 2));
        Layer other = linear("other", pool.output());
        other.out_channels = side.out_channels;
        other.source = "pool";
        other.residual = "side";
        add(model, other, FloatWeights{floats(other.weights())});
        Layer last = linear("last", other.output());
        add(model, last, encrypted(last, 1));
        const auto classes = last.out_channels;
        for (int i = 0; i < 3; ++i) model.golden.logits.push_back(floats(classes));
        model.golden.predictions = {0, static_cast<std::uint8_t>(classes - 1)};
        return model;
    }

private:
    std::int64_t number(std::int64_t low, std::int64_t high) {
        return low + static_cast<std::int64_t>(random_() % static_cast<std::uint64_t>(high - low + 1));
    }
    BitVector bits(std::int64_t count) {
        BitVector vector(count);
        for (std::int64_t i = 0; i < count; ++i) vector.set(i, number(0, 1) == 1);
        return vector;
    }
    std::vector<float> floats(std::int64_t count) {
        std::vector<float> values;
        values.reserve(static_cast<std::size_t>(count));
        for (std::int64_t i = 0; i < count; ++i) values.push_back(static_cast<float>(number(-1000, 1000)) / 64.0F);
        return values;
    }
    std::vector<std::vector<float>> alpha(int q, std::int64_t channels) {
        std::vector<std::vector<float>> scales;
        scales.reserve(static_cast<std::size_t>(q));
        for (int i = 0; i < q; ++i) scales.push_back(floats(channels));
        return scales;
    }
    Layer linear(const std::string& name, const TensorShape& input) {
        Layer layer;
        layer.name = name;
        layer.kind = LayerKind::linear;
        layer.input = input;
        layer.out_channels = number(2, 9);
        return layer;
    }
    EncryptedWeights encrypted(const Layer& layer, int q) {
        EncryptedWeights weights;
        claimed_.clear();
        for (int i = 0; i < q; ++i) {
            const auto n_in = static_cast<int>(number(1, 9));
            const XorSpec spec{n_in, n_in + static_cast<int>(number(0, 9)), 0, random_()};
            auto network = std::make_shared<XorNetwork>(spec);
            weights.planes.push_back({network, bits(ceil_div(layer.weights(), spec.n_out) * n_in)});
            claimed_.push_back(bits(layer.weights()));
        }
        weights.alpha = alpha(q, layer.out_channels);
        return weights;
    }
    BinaryWeights binary(const Layer& layer, int q) {
        BinaryWeights weights;
        for (int i = 0; i < q; ++i) weights.planes.push_back(bits(layer.weights()));
        weights.alpha = alpha(q, layer.out_channels);
        return weights;
    }
    void add(Model& model, const Layer& layer, Weights weights) {
        const bool encrypted = std::holds_alternative<EncryptedWeights>(weights);
        const bool biased = !std::holds_alternative<std::monostate>(weights) && number(0, 1) == 1;
        model.network.layers.push_back(layer);
        model.layers.push_back({std::move(weights), biased ? floats(layer.out_channels) : std::vector<float>{}});
        model.claimed_weight_bits.push_back(encrypted ? claimed_ : std::vector<BitVector>{});
    }

    std::mt19937_64 random_;
    std::vector<BitVector> claimed_;
};

auto fields(const Layer& l) {
    return std::tie(l.name, l.kind, l.input, l.out_channels, l.kernel_height, l.kernel_width, l.stride_height,
                    l.stride_width, l.pad_height, l.pad_width, l.dilation_height, l.dilation_width, l.groups, l.repeat,
                    l.refetches, l.relu, l.source, l.residual);
}

bool same(std::monostate, std::monostate) { return true; }
bool same(const FloatWeights& a, const FloatWeights& b) { return a.values == b.values; }
bool same(const BinaryWeights& a, const BinaryWeights& b) { return a.planes == b.planes && a.alpha == b.alpha; }
bool same(const EncryptedWeights& a, const EncryptedWeights& b) {
    return a.alpha == b.alpha && std::equal(a.planes.begin(), a.planes.end(), b.planes.begin(), b.planes.end(),
                                            [](const EncryptedPlane& x, const EncryptedPlane& y) {
                                                return *x.network == *y.network && x.encrypted == y.encrypted;
                                            });
}

bool same(const ShiftWeights& a, const ShiftWeights& b) {
    const bool same_network =
        a.network == nullptr || b.network == nullptr ? a.network == b.network : *a.network == *b.network;
    return a.q == b.q && same_network && a.bits == b.bits && a.alpha == b.alpha;
}

bool same(const StoredPlane& a, const StoredPlane& b) {
    return *a.network == *b.network && a.bits == b.bits && a.registers == b.registers && a.patches == b.patches;
}
bool same(const SparseWeights& a, const SparseWeights& b) {
    return a.order == b.order && a.group_rows == b.group_rows && a.tile_columns == b.tile_columns && a.mask == b.mask &&
           a.alpha == b.alpha &&
           std::equal(a.planes.begin(), a.planes.end(), b.planes.begin(), b.planes.end(),
                      [](const StoredPlane& x, const StoredPlane& y) { return same(x, y); });
}

bool same(const ModelLayer& a, const ModelLayer& b) {
    return a.bias == b.bias && a.activations == b.activations && a.weights.index() == b.weights.index() &&
           std::visit(
               [&](const auto& weights) { return same(weights, std::get<std::decay_t<decltype(weights)>>(b.weights)); },
               a.weights);
}

} // namespace

Model small_model(std::uint64_t seed) { return Maker(seed).make(); }

bool equal(const Model& a, const Model& b) {
    const auto same_layer = [](const Layer& x, const Layer& y) { return fields(x) == fields(y); };
    const auto same_weights = [](const ModelLayer& x, const ModelLayer& y) { return same(x, y); };
    return a.network.name == b.network.name && a.network.independent_layers == b.network.independent_layers &&
           std::equal(a.network.layers.begin(), a.network.layers.end(), b.network.layers.begin(),
                      b.network.layers.end(), same_layer) &&
           a.dataset == b.dataset &&
           std::equal(a.layers.begin(), a.layers.end(), b.layers.begin(), b.layers.end(), same_weights) &&
           a.claimed_weight_bits == b.claimed_weight_bits && a.golden.logits == b.golden.logits &&
           a.golden.predictions == b.golden.predictions && a.test_accuracy == b.test_accuracy;
}

} // namespace fracbit::tests

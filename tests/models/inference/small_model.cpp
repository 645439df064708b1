#include "tests/models/inference/small_model.hpp"

namespace fracbit::tests {
namespace {

using namespace models;

BitVector draw_bits(Random& random, std::int64_t count) {
    BitVector bits(count);
    for (std::int64_t i = 0; i < count; ++i) bits.set(i, random.below(2) == 1);
    return bits;
}

std::vector<float> draw_reals(Random& random, std::int64_t count, double size) {
    std::vector<float> values(static_cast<std::size_t>(count));
    for (auto& value : values) value = static_cast<float>(size * (2 * random.uniform() - 1));
    return values;
}

} // namespace

Model small_model(Kept kept, int q, std::uint64_t seed) {
    Random random(seed);
    Model model;
    model.network.name = "small";
    Layer conv;
    conv.name = "conv";
    conv.input = {2, 8, 8};
    conv.out_channels = 6;
    conv.kernel_height = conv.kernel_width = 3;
    conv.pad_height = conv.pad_width = 1;
    conv.relu = true;
    Layer pool;
    pool.name = "pool";
    pool.kind = LayerKind::max_pool;
    pool.input = {6, 8, 8};
    pool.kernel_height = pool.kernel_width = pool.stride_height = pool.stride_width = 2;
    Layer linear;
    linear.name = "fc";
    linear.kind = LayerKind::linear;
    linear.input = {6, 4, 4};
    linear.out_channels = 5;
    model.network.layers = {conv, pool, linear};
    std::vector<std::shared_ptr<const XorNetwork>> networks;
    networks.reserve(static_cast<std::size_t>(q));
    for (int i = 0; i < q; ++i)
        networks.push_back(std::make_shared<const XorNetwork>(XorSpec{5, 7, 0, seed + static_cast<std::uint64_t>(i)}));
    for (const Layer& layer : model.network.layers) {
        ModelLayer entry;
        if (runs_on_array(layer.kind)) {
            entry.bias = draw_reals(random, layer.out_channels, 0.5);
            std::vector<std::vector<float>> alpha;
            alpha.reserve(static_cast<std::size_t>(q));
            for (int i = 0; i < q; ++i) alpha.push_back(draw_reals(random, layer.out_channels, 0.1));
            if (kept == Kept::real) {
                entry.weights = FloatWeights{draw_reals(random, layer.weights(), 0.2)};
            } else if (kept == Kept::shift || kept == Kept::shift_xor) {
                ShiftWeights shift{q, kept == Kept::shift ? nullptr : networks.front(), {}, alpha.front()};
                const std::int64_t bits = layer.weights() * q;
                shift.bits = draw_bits(random, kept == Kept::shift ? bits : ceil_div(bits, 7) * 5);
                entry.weights = shift;
            } else if (kept == Kept::binary) {
                BinaryWeights binary{{}, alpha};
                for (int i = 0; i < q; ++i) binary.planes.push_back(draw_bits(random, layer.weights()));
                entry.weights = binary;
            } else {
                EncryptedWeights encrypted{{}, alpha};
                for (const auto& network : networks)
                    encrypted.planes.push_back({network, draw_bits(random, ceil_div(layer.weights(), 7) * 5)});
                entry.weights = encrypted;
            }
        }
        model.layers.push_back(entry);
    }
    return model;
}

std::vector<std::uint8_t> random_pixels(std::uint64_t seed, std::int64_t images) {
    Random random(seed);
    std::vector<std::uint8_t> pixels(static_cast<std::size_t>(images * 128));
    for (auto& pixel : pixels) pixel = static_cast<std::uint8_t>(random.below(256));
    return pixels;
}

} // namespace fracbit::tests

#include "tests/timing/drawn_case.hpp"

#include "models/core/random.hpp"
#include "tests/sim/any_case.hpp"

#include <fmt/format.h>
#include <iterator>

namespace fracbit::test {

using namespace models;

namespace {

std::int64_t range(Random& random, std::int64_t low, std::int64_t high) {
    return low + static_cast<std::int64_t>(random.below(static_cast<std::uint64_t>(high - low + 1)));
}

template <class T>
T pick(Random& random, std::initializer_list<T> values) {
    return *(values.begin() + range(random, 0, static_cast<std::int64_t>(values.size()) - 1));
}

Layer convolution(int i, const TensorShape& input, std::int64_t out_channels, std::int64_t kernel,
                  std::int64_t repeat) {
    Layer layer;
    layer.name = fmt::format("layer{}", i);
    layer.input = input;
    layer.out_channels = out_channels;
    layer.kernel_height = layer.kernel_width = kernel;
    layer.pad_height = layer.pad_width = kernel / 2;
    layer.repeat = repeat;
    return layer;
}

/// The first of weights without patches; `seed` goes on to its own.
RandomCase plain_case(std::uint64_t& seed) {
    RandomCase c = random_case(seed);
    while (c.spec.format == WeightFormat::sparse || c.spec.format == WeightFormat::csr)
        c = random_case(seed += 1U << 20U);
    return c;
}

} // namespace

RandomCase residual_case(std::uint64_t seed) {
    RandomCase c = random_case(seed);
    Random random(seed ^ 0x5e51d0a1U);
    Architecture& a = c.architecture;
    a.activations.buffer_bytes = pick<std::int64_t>(random, {96, 150, 220, 330, 500, 800});
    a.array.accumulator_depth = pick<std::int64_t>(random, {8, 16, 30, 64});
    a.array.columns = static_cast<int>(range(random, 1, 32));
    c.store_for_array();
    TensorShape shape{range(random, 1, 12), range(random, 1, 7), range(random, 1, 7)};
    const std::int64_t repeat = range(random, 1, 2), layers = range(random, 2, 4);
    c.network.layers.clear();
    for (int i = 0; i < layers; ++i) {
        Layer layer = convolution(i, shape, shape.channels, pick<std::int64_t>(random, {1, 3}), repeat);
        if (i > 0) layer.residual = fmt::format("layer{}", range(random, 0, i - 1));
        c.network.layers.push_back(layer);
    }
    return c;
}

RandomCase grouped_case(std::uint64_t seed) {
    RandomCase c = plain_case(seed);
    Random random(seed ^ 0x96a0U);
    Architecture& a = c.architecture;
    a.order = LoopOrder::positions;
    if (random.below(4) > 0) a.keep_on_chip = false;
    a.activations.buffer_bytes = pick<std::int64_t>(random, {8192, 65536});
    a.array.rows = static_cast<int>(range(random, 2, 12));
    a.array.accumulator_depth = pick<std::int64_t>(random, {64, 256, 2048});
    a.weights.buffer_bytes = pick<std::int64_t>(random, {1000, 8192, 65536});
    a.output.writer_bytes = pick<std::int64_t>(random, {256, 1024});
    if (c.spec.order == StorageOrder::row_major && random.below(2) == 0) c.spec.order = StorageOrder::k_major;
    c.store_for_array();
    const std::int64_t channels = a.array.rows * range(random, 4, 12) + pick<std::int64_t>(random, {0, 0, 1});
    const TensorShape shape{channels, range(random, 3, 9), range(random, 3, 9)};
    c.network.layers.clear();
    for (int i = 0; i < 2; ++i) {
        Layer layer = convolution(i, shape, channels, pick<std::int64_t>(random, {1, 3}), 1);
        if (i > 0 && random.below(2) == 0) layer.residual = "layer0";
        c.network.layers.push_back(layer);
    }
    return c;
}

RandomCase drain_case(std::uint64_t seed) {
    RandomCase c = plain_case(seed);
    Random random(seed ^ 0xd4a1U);
    Architecture& a = c.architecture;
    a.order = LoopOrder::positions;
    a.keep_on_chip = false;
    a.memory.burst_bytes = pick<std::int64_t>(random, {4, 8, 16, 32});
    a.memory.outstanding = pick<std::int64_t>(random, {2, 3, 8, 16, 24});
    a.activations.buffer_bytes = pick<std::int64_t>(random, {2048, 16384, 262144});
    a.array.accumulator_depth = pick<std::int64_t>(random, {200, 512, 2048});
    a.weights.buffer_bytes = 65536;
    a.output.fifo_depth = pick<std::int64_t>(random, {1, 2, 8});
    a.output.writer_bytes = pick<std::int64_t>(random, {128, 300, 1024});
    const TensorShape shape{range(random, 1, 12), range(random, 10, 26), range(random, 10, 26)};
    const std::int64_t channels = range(random, 4, 40);
    c.network.layers.clear();
    c.network.layers.push_back(convolution(0, shape, channels, pick<std::int64_t>(random, {1, 3}), 1));
    const TensorShape between = c.network.layers[0].output();
    Layer pool = convolution(1, between, channels, pick<std::int64_t>(random, {2, 3}), 1);
    pool.kind = LayerKind::max_pool;
    pool.stride_height = pool.stride_width = range(random, 1, 2);
    if (pool.kernel_height == 2) pool.pad_height = pool.pad_width = 0;
    c.network.layers.push_back(pool);
    for (int i = 2; i < 4; ++i) {
        Layer layer = convolution(i, c.network.layers.back().output(), channels, 1, 1);
        if (random.below(2) == 0) layer.residual = "layer1";
        c.network.layers.push_back(layer);
    }
    return c;
}

RandomCase late_case(std::uint64_t seed) {
    RandomCase c = plain_case(seed);
    while (c.spec.format == WeightFormat::flexor || c.spec.format == WeightFormat::shift_xor) {
        if (seed % 8 == 0) break;
        c = plain_case(seed += 1U << 20U);
    }
    Random random(seed ^ 0x1a7eU);
    Architecture& a = c.architecture;
    a.order = LoopOrder::positions;
    a.keep_on_chip = random.below(4) == 0;
    a.memory.burst_bytes = pick<std::int64_t>(random, {4, 8, 16, 64});
    if (random.below(8) > 0) a.memory.bytes_per_cycle = {a.memory.burst_bytes, range(random, 1, 5)};
    a.memory.latency = Cycles(pick<std::int64_t>(random, {9, 40, 100, 300}));
    a.memory.outstanding = pick<std::int64_t>(random, {2, 3, 5, 8, 16});
    a.weights.fill_width = 8 * a.memory.burst_bytes * range(random, 1, 3);
    a.weights.reader_bytes = a.memory.burst_bytes * pick<std::int64_t>(random, {4, 24, 64});
    // Or about what a word and all bursts in flight take.
    if (Random limit(seed ^ 0x4eadU); limit.below(3) == 0)
        a.weights.reader_bytes =
            a.weights.fill_width / 8 + (a.memory.outstanding + range(limit, -1, 1)) * a.memory.burst_bytes;
    a.weights.fifo_depth = pick<std::int64_t>(random, {1, 2, 8});
    a.array.rows = pick<int>(random, {2, 4, 8, 24});
    a.array.columns = pick<int>(random, {8, 16, 32, 64});
    a.array.accumulator_depth = pick<std::int64_t>(random, {64, 512, 2048});
    // Tiles that the decoded-weight buffer holds.
    const int weight_bits = c.spec.format == WeightFormat::dense8 ? 8 : is_shift(c.spec.format) ? c.spec.q : 1;
    const std::int64_t tile_bytes = ceil_div(a.array.rows * a.array.columns * weight_bits, 8);
    a.weights.buffer_bytes = tile_bytes * pick<std::int64_t>(random, {1, 2, 3, 6, 40});
    a.activations.buffer_bytes = pick<std::int64_t>(random, {2048, 65536});
    if (c.spec.order == StorageOrder::row_major && random.below(2) == 0) c.spec.order = StorageOrder::k_major;
    c.store_for_array();
    const std::int64_t map = range(random, 1, 9), repeat = range(random, 1, 2),
                       outputs = a.array.rows * range(random, 2, 9) + range(random, 0, 1),
                       inputs = a.array.columns * range(random, 1, 8) + pick<std::int64_t>(random, {0, 0, 3});
    c.network.layers.clear();
    c.network.layers.push_back(convolution(0, {inputs, map, map}, outputs, pick<std::int64_t>(random, {1, 3}), repeat));
    c.network.layers.push_back(convolution(1, {outputs, map, map}, outputs, 1, repeat));
    return c;
}

RandomCase long_case(std::uint64_t seed) {
    RandomCase c = random_case(seed);
    Random random(seed ^ 0x10a6U);
    Architecture& a = c.architecture;
    a.activations.buffer_bytes = pick<std::int64_t>(random, {4096, 65536});
    a.weights.buffer_bytes = pick<std::int64_t>(random, {1000, 8192, 65536});
    a.array.accumulator_depth = pick<std::int64_t>(random, {64, 512, 2048});
    c.network.layers.clear();
    if (random.below(2) == 0) {
        Layer layer = convolution(0, {range(random, 64, 700), 1, 1}, range(random, 16, 400), 1, range(random, 1, 3));
        layer.kind = LayerKind::linear;
        layer.pad_height = layer.pad_width = 0;
        c.network.layers.push_back(layer);
    } else {
        const TensorShape shape{range(random, 1, 24), range(random, 8, 40), range(random, 8, 40)};
        c.network.layers.push_back(convolution(0, shape, range(random, 1, 40), pick<std::int64_t>(random, {1, 3}), 1));
        Layer pool = convolution(1, c.network.layers[0].output(), c.network.layers[0].out_channels, 2, 1);
        pool.kind = LayerKind::max_pool;
        pool.pad_height = pool.pad_width = 0;
        pool.stride_height = pool.stride_width = 2;
        c.network.layers.push_back(pool);
    }
    return c;
}

RandomCase any_long_case(std::uint64_t seed) {
    constexpr RandomCase (*kinds[])(std::uint64_t) = {residual_case, grouped_case, drain_case, late_case, long_case};
    RandomCase c = kinds[seed % std::size(kinds)](seed);
    draw_any_keys(c, seed);
    return c;
}

RandomCase tight_case(std::uint64_t seed) {
    constexpr RandomCase (*kinds[])(std::uint64_t) = {grouped_case, drain_case, late_case, drain_case, residual_case};
    RandomCase c = kinds[seed % std::size(kinds)](seed);
    Random random(seed ^ 0x719477U);
    Architecture& a = c.architecture;
    a.order = LoopOrder::positions;
    a.array.rows = pick<int>(random, {1, 2, 4, 8, 16});
    const std::int64_t burst = a.memory.burst_bytes = pick<std::int64_t>(random, {4, 8, 16, 32}),
                       cycles = range(random, 1, 9), in_flight = range(random, 2, 6);
    a.memory.bytes_per_cycle = {burst, cycles};
    if (random.below(8) == 0) a.memory.bytes_per_cycle = {2 * burst, 2 * cycles + 1};
    // Latency about as long as the bursts in flight take, or longer.
    a.memory.outstanding = in_flight;
    a.memory.latency =
        Cycles(std::max<std::int64_t>(0, (in_flight - 1) * cycles + pick<std::int64_t>(random, {-1, 0, 1, 2, 5, 40})));
    a.output.fifo_depth = range(random, 1, 4);
    a.output.writer_bytes = burst + std::max<std::int64_t>(a.array.rows, a.vector_unit.lanes) +
                            pick<std::int64_t>(random, {0, 0, 1, burst - 1, burst, 2 * burst, 3 * burst + 1});
    a.weights.fifo_depth = range(random, 1, 4);
    if (random.below(2) == 0) a.weights.decoder_stages = static_cast<int>(range(random, 1, 4));
    if (random.below(2) == 0) a.weights.reader_bytes = burst * (in_flight + range(random, 0, 3)) + 64;
    c.store_for_array();
    return c;
}

} // namespace fracbit::test

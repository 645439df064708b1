// The architecture and the layer of the tests that a pencil can follow.
#pragma once

#include "models/config/architecture.hpp"
#include "models/model/quantized.hpp"

#include <cstdint>
#include <initializer_list>
#include <utility>
#include <vector>

namespace fracbit::test {

/// 2 x 4 array, one-cycle bursts of 4 bytes, 3 cycles latency, 4 in flight.
inline models::Architecture pencil_architecture() {
    models::Architecture a;
    a.memory.bytes_per_cycle = 4;
    a.memory.latency = Cycles(3);
    a.memory.burst_bytes = 4;
    a.memory.outstanding = 4;
    a.weights.lanes = 2;
    a.weights.fill_width = 8;
    a.array.rows = 2;
    a.array.columns = 4;
    return a;
}

/// A linear layer, y = clamp((acc * 2 + offset + 1) >> 1); an output for each offset. Its weights are still to be set.
inline models::QuantizedNetwork pencil_network(std::int64_t inputs, const std::vector<std::int64_t>& offsets) {
    models::Layer layer;
    layer.name = "fc";
    layer.kind = models::LayerKind::linear;
    layer.input = {inputs, 1, 1};
    layer.out_channels = static_cast<std::int64_t>(offsets.size());
    models::QuantizedNetwork n;
    n.network.name = "pencil";
    n.network.layers = {layer};
    models::QuantizedLayer q;
    q.order = models::StorageOrder::row_major;
    q.rescaling.multipliers = {std::vector<std::int32_t>(offsets.size(), 2)};
    q.rescaling.offsets = offsets;
    q.rescaling.shift = 1;
    n.layers = {q};
    n.outputs.resize(1);
    return n;
}

/// 10, 20, 30, ...
inline std::vector<std::uint8_t> pencil_image(int values) {
    std::vector<std::uint8_t> image;
    for (int i = 1; i <= values; ++i) image.push_back(static_cast<std::uint8_t>(10 * i));
    return image;
}

/// Fields one behind the other, each a value and its width.
inline models::BitVector fields(std::initializer_list<std::pair<std::uint64_t, int>> values) {
    models::BitVector bits;
    for (const auto& [value, width] : values) {
        const std::int64_t at = bits.size();
        bits.resize(at + width);
        bits.deposit(at, width, value);
    }
    return bits;
}

/// Fields of one width.
inline models::BitVector fields(int width, std::initializer_list<std::uint64_t> values) {
    models::BitVector bits;
    for (const std::uint64_t value : values) {
        const std::int64_t at = bits.size();
        bits.resize(at + width);
        bits.deposit(at, width, value);
    }
    return bits;
}

} // namespace fracbit::test

#include "models/schedule/network_planner.hpp"

#include "models/core/error.hpp"

namespace fracbit::models {
namespace {

bool reads_as_stored(const Layer& reader, const Layer& producer) {
    if (reader.repeat != producer.repeat) return false;
    if (reader.input == producer.output()) return true;
    const bool flattens = reader.kind == LayerKind::linear || reader.kind == LayerKind::attention;
    return flattens && reader.input.elements() == producer.output().elements();
}

bool is_vector(const TensorShape& shape) { return shape.height == 1 && shape.width == 1; }

} // namespace

NetworkPlanner::NetworkPlanner(const Architecture& architecture, const Network& network)
    : architecture_(architecture), network_(network), flat_(network.layers.size(), false), on_chip_(network.layers.size(), false) {
    choose_flat();
    for (int i = 0; i < static_cast<int>(network.layers.size()); ++i) lay_out(i);
    choose_on_chip();
    weights_base_ = next_address_;
}

void NetworkPlanner::choose_flat() {
    const auto& layers = network_.layers;
    for (int i = 0; i < static_cast<int>(layers.size()); ++i) {
        const Layer& layer = layers[static_cast<std::size_t>(i)];
        const auto flatten = [&](int producer, bool as_stored, std::int64_t elements) {
            if (producer < 0 || as_stored) return;
            const Layer& from = layers[static_cast<std::size_t>(producer)];
            if (from.repeat * from.output().elements() != elements || !is_vector(from.output()))
                throw ConfigError("layer '" + layer.name + "' cannot read the output of '" + from.name + "': found " +
                                  std::to_string(from.repeat * from.output().elements()) + " elements, expected " +
                                  std::to_string(elements) + (is_vector(from.output()) ? "" : " without rows and columns"));
            flat_[static_cast<std::size_t>(producer)] = true;
        };
        const int source = network_.source_of(i), residual = network_.residual_of(i);
        if (source >= 0)
            flatten(source, reads_as_stored(layer, layers[static_cast<std::size_t>(source)]), layer.repeat * layer.input.elements());
        if (residual >= 0) {
            const Layer& from = layers[static_cast<std::size_t>(residual)];
            flatten(residual, from.output() == layer.output() && from.repeat == layer.repeat, layer.repeat * layer.output().elements());
        }
    }
}

TensorLayout NetworkPlanner::view_of(int i, int producer) const {
    const Layer& layer = network_.layers[static_cast<std::size_t>(i)];
    const TensorLayout& stored = outputs_[static_cast<std::size_t>(producer)];
    if (!flat_[static_cast<std::size_t>(producer)] || reads_as_stored(layer, network_.layers[static_cast<std::size_t>(producer)])) return stored;
    return TensorLayout({layer.input.elements(), 1, 1}, layer.repeat, {{0, layer.input.elements()}}, stored.base());
}

std::uint64_t NetworkPlanner::allocate(std::int64_t bytes) {
    const std::uint64_t address = next_address_;
    const std::int64_t burst = architecture_.memory.burst_bytes;
    next_address_ += static_cast<std::uint64_t>(ceil_div(bytes, burst) * burst);
    return address;
}

void NetworkPlanner::lay_out(int i) {
    const Layer& layer = network_.layers[static_cast<std::size_t>(i)];
    const std::int64_t rows = architecture_.array.rows;
    const int source = network_.source_of(i);
    if (source >= 0) {
        inputs_.push_back(view_of(i, source));
    } else {
        const std::uint64_t base = allocate(layer.repeat * layer.input.elements());
        inputs_.emplace_back(layer.input, layer.repeat, cut_channels(layer.input.channels, 1, rows), base);
    }
    std::vector<ChannelBlock> blocks;
    if (flat_[static_cast<std::size_t>(i)]) {
        blocks.push_back({0, layer.output().channels});
    } else {
        for (const OutputGroup& group : row_groups(layer, inputs_.back(), rows)) blocks.push_back(group.channels);
    }
    outputs_.emplace_back(layer.output(), layer.repeat, std::move(blocks), allocate(layer.repeat * layer.output().elements()));
}

void NetworkPlanner::choose_on_chip() {
    const int count = static_cast<int>(network_.layers.size());
    if (!architecture_.keep_on_chip || network_.independent_layers) return;
    for (int i = 0; i + 1 < count; ++i) {
        bool only_next = network_.source_of(i + 1) == i;
        for (int j = i + 1; j < count; ++j)
            if (network_.residual_of(j) == i || (j > i + 1 && network_.source_of(j) == i)) only_next = false;
        on_chip_[static_cast<std::size_t>(i)] = only_next && 3 * outputs_[static_cast<std::size_t>(i)].bytes() <= architecture_.activations.buffer_bytes;
    }
}

LayerSchedule NetworkPlanner::plan(int i, const QuantizedLayer& weights) {
    const auto index = static_cast<std::size_t>(i);
    const Layer& layer = network_.layers[index];
    if (i == 0) next_address_ = weights_base_;
    if (i == planned_) next_address_ = planned_base_;
    planned_ = i;
    planned_base_ = next_address_;
    LayerPlacement placement;
    placement.input = inputs_[index];
    placement.output = outputs_[index];
    const int source = network_.source_of(i), residual = network_.residual_of(i);
    if (residual >= 0) {
        const TensorLayout& stored = outputs_[static_cast<std::size_t>(residual)];
        const bool same = stored.shape() == layer.output() && stored.repeat() == layer.repeat;
        placement.residual = same ? stored
                                  : TensorLayout(layer.output(), layer.repeat, {{0, layer.output().channels}}, stored.base());
    }
    placement.input_on_chip = source >= 0 && on_chip_[static_cast<std::size_t>(source)];
    placement.output_on_chip = on_chip_[index];
    if (runs_on_array(layer.kind)) {
        placement.scale_address = allocate(layer.out_channels * (4 * weights.q() + 8));
        const bool may_spill = architecture_.order == LoopOrder::spill;
        placement.spill_address = allocate(may_spill ? 4 * weights.q() * layer.positions() * architecture_.array.rows : 0);
        placement.weight_address = allocate(0);
    }
    LayerSchedule schedule = plan_layer(architecture_, layer, weights, placement);
    allocate(static_cast<std::int64_t>(schedule.weights.bytes));
    return schedule;
}

} // namespace fracbit::models

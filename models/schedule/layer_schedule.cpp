#include "models/schedule/layer_schedule.hpp"

#include "models/core/error.hpp"
#include "models/schedule/activation_plan.hpp"
#include "models/schedule/burst_order.hpp"
#include "models/schedule/spill_order.hpp"

#include <algorithm>

namespace fracbit::models {
namespace {

WorkOrder order_of_work(const Architecture& architecture, const Layer& layer, const QuantizedLayer& weights,
                        const TensorLayout& input) {
    WorkOrder order;
    order.groups = row_groups(layer, input, architecture.array.rows);
    if (!runs_on_array(layer.kind)) return order;
    order.planes = weights.q();
    const std::int64_t inputs = layer.kind == LayerKind::conv ? layer.input.channels / layer.groups * layer.kernel_height * layer.kernel_width
                                                              : input.shape().elements();
    order.reduction = inputs;
    order.tile_columns = architecture.array.columns;
    order.bit_serial = architecture.array.mode == ArrayMode::xnor && weights.format != WeightFormat::dense8 && !is_shift(weights.format);
    if (order.bit_serial) order.cycles_per_vector = architecture.array.activation_bits;
    return order;
}

/// The writer must be able to hold a whole burst's payload and one more vector, or neither could ever move.
void check_writer(const Architecture& architecture, const LayerSchedule& schedule) {
    std::int64_t vector = 0;
    for (const OutputGroup& group : schedule.order.groups) vector = std::max(vector, group.channels.channels);
    if (!schedule.on_array()) vector = std::min<std::int64_t>(vector, architecture.vector_unit.lanes);
    const std::int64_t needed = architecture.memory.burst_bytes + vector;
    if (architecture.output.writer_bytes < needed)
        throw ConfigError("layer '" + schedule.layer.name + "': the output writer cannot hold a burst and one output vector: it takes output.writer_bytes >= " +
                          std::to_string(needed) + ", found " + std::to_string(architecture.output.writer_bytes));
}

} // namespace

std::int64_t LayerSchedule::scales_through(std::size_t group) const {
    const ChannelBlock& last = order.groups[group].channels;
    return last.end() * scale_bytes_per_row;
}

std::int64_t LayerSchedule::spilled_bytes() const {
    if (!order.spills) return 0;
    const std::int64_t spilled = order.chunks.front().positions - order.resident_positions;
    return 4 * order.groups.back().channels.end() * spilled * (order.passes_per_step() - 1);
}

LayerSchedule plan_layer(const Architecture& architecture, const Layer& layer, const QuantizedLayer& weights,
                         const LayerPlacement& placement) {
    LayerSchedule schedule;
    schedule.layer = layer;
    schedule.window = window_of(layer, placement.input.shape());
    schedule.input = placement.input;
    schedule.output = placement.output;
    schedule.residual = placement.residual;
    schedule.input_on_chip = placement.input_on_chip;
    schedule.output_on_chip = placement.output_on_chip;
    if (placement.input_on_chip) schedule.buffer_base += placement.input.bytes();
    if (placement.output_on_chip) schedule.buffer_base += placement.output.bytes();

    schedule.order = order_of_work(architecture, layer, weights, placement.input);
    check_writer(architecture, schedule);
    const auto planned = plan_activations(architecture, schedule);
    if (schedule.on_array()) {
        schedule.scale_bytes_per_row = 4 * schedule.order.planes + 8;
        schedule.spill_address = placement.spill_address;
        schedule.weights = plan_weights(architecture, layer, weights, schedule.order, placement.weight_address);
    }
    schedule.segments = schedule.order.spills ? spilling_burst_order(architecture, schedule, weights, planned, placement.scale_address)
                                              : burst_order(architecture, schedule, weights, planned, placement.scale_address);
    return schedule;
}

} // namespace fracbit::models

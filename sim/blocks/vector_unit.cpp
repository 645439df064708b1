#include "sim/blocks/vector_unit.hpp"

#include <algorithm>

namespace fracbit::sim {

VectorUnit::VectorUnit(const sc_core::sc_module_name& name, const models::VectorUnitConfig& config, TickClock& clock,
                       ActivationStore& activations)
    : Block(name, models::BlockId::vector_unit, clock), config_(config), activations_(activations) {}

void VectorUnit::reset() {
    step_ = position_ = done_channels_ = 0;
    push_at_ = Cycles(-1);
}

BlockState VectorUnit::step(Cycles now) {
    if (finished()) return BlockState::idle;
    const models::LayerSchedule& schedule = run().schedule;
    // 1. A new piece begins if nothing is in work.
    if (push_at_ < now) {
        const models::StepNeeds& needs = schedule.needs[static_cast<std::size_t>(step_)];
        if (activations_.activations_loaded.seen(now) < needs.activations_loaded ||
            activations_.residual_loaded.seen(now) < needs.residual_loaded)
            return BlockState::stall_in;
        if (!outputs->has_room(now)) return BlockState::stall_out;
        const models::ChannelBlock& channels = schedule.order.group(step_).channels;
        if (done_channels_ == 0) values_ = vector_outputs(run(), activations_, schedule.order.chunk(step_).first + position_, channels);
        const VectorCycles cycles = vector_cycles(schedule, channels.channels, config_.lanes);
        push_at_ = now + Cycles((done_channels_ == 0 ? cycles.preamble : 0) + cycles.per_output - 1);
    }
    // 2. Its last cycle hands the outputs over.
    if (push_at_ == now) {
        finish_piece(now);
        acted();
    } else {
        wake_at(push_at_);
    }
    return BlockState::busy;
}

void VectorUnit::finish_piece(Cycles now) {
    const models::LayerSchedule& schedule = run().schedule;
    const models::WorkOrder& order = schedule.order;
    const models::ChannelBlock& channels = order.group(step_).channels;
    const std::int64_t count = std::min<std::int64_t>(config_.lanes, channels.channels - done_channels_);
    OutputVector& vector = outputs->slot();
    vector.position = order.chunk(step_).first + position_;
    vector.first_channel = channels.first + done_channels_;
    vector.values.assign(values_.begin() + done_channels_, values_.begin() + done_channels_ + count);
    outputs->push(now);
    done_channels_ += count;
    if (done_channels_ < channels.channels) return;
    done_channels_ = 0;
    if (++position_ < order.chunk(step_).positions) return;
    const models::StepNeeds& needs = schedule.needs[static_cast<std::size_t>(step_)];
    activations_.link.space.release_at(now + Cycles(1), needs.release_after_array + needs.release_after_drain);
    position_ = 0;
    ++step_;
}

std::string VectorUnit::waiting_for() const {
    return "activations of step " + std::to_string(step_) + " or room for the outputs of position " + std::to_string(position_);
}

} // namespace fracbit::sim

#include "sim/blocks/scaler.hpp"

#include <algorithm>

namespace fracbit::sim {

Scaler::Scaler(const sc_core::sc_module_name& name, TickClock& clock, Accumulators& accumulators, ScaleStore& scales,
               ActivationStore& activations)
    : Block(name, models::BlockId::scaler, clock), accumulators_(accumulators), scales_(scales), activations_(activations) {}

void Scaler::reset() {
    step_ = position_ = drained_ = 0;
    push_at_ = Cycles(-1);
}

bool Scaler::operands_present(Cycles now) {
    const models::LayerSchedule& schedule = run().schedule;
    return accumulators_.complete.seen(now) > drained_ &&
           scales_.loaded.seen(now) >= schedule.scales_through(schedule.order.group_of(step_)) &&
           activations_.residual_loaded.seen(now) >= schedule.needs[static_cast<std::size_t>(step_)].residual_loaded;
}

BlockState Scaler::step(Cycles now) {
    if (finished()) return BlockState::idle;
    // 1. A new position begins if nothing is in work.
    if (push_at_ < now) {
        if (!operands_present(now)) return BlockState::stall_in;
        if (!outputs->has_room(now)) return BlockState::stall_out;
        push_at_ = now + Cycles(run().schedule.order.planes - 1);
    }
    // 2. Its last cycle hands the outputs over.
    if (push_at_ == now) {
        finish_position(now);
        acted();
    } else {
        wake_at(push_at_);
    }
    return BlockState::busy;
}

void Scaler::finish_position(Cycles now) {
    const models::LayerSchedule& schedule = run().schedule;
    const models::WorkOrder& order = schedule.order;
    rescale(outputs->slot());
    outputs->push(now);
    ++drained_;
    if (order.spills) accumulators_.drained.add(now, 1);
    if (++position_ < order.chunk(step_).positions) return;
    if (!order.spills) accumulators_.drained.add(now, order.chunk(step_).positions);
    activations_.link.space.release_at(now + Cycles(1), schedule.needs[static_cast<std::size_t>(step_)].release_after_drain);
    if (order.chunk_of(step_) + 1 == order.chunks.size())
        scales_.link.space.release_at(now + Cycles(1), order.group(step_).channels.channels * schedule.scale_bytes_per_row);
    position_ = 0;
    ++step_;
}

void Scaler::rescale(OutputVector& vector) {
    const models::LayerSchedule& schedule = run().schedule;
    const models::WorkOrder& order = schedule.order;
    const models::Chunk& chunk = order.chunk(step_);
    const models::ChannelBlock& channels = order.group(step_).channels;
    const models::Rescaling& rule = run().weights->rescaling;
    const std::vector<std::int32_t>& sums = accumulators_.of_step(step_);
    vector.position = chunk.first + position_;
    vector.first_channel = channels.first;
    vector.values.resize(static_cast<std::size_t>(channels.channels));
    const std::int64_t width = schedule.window.out_width;
    for (std::int64_t r = 0; r < channels.channels; ++r) {
        const auto channel = static_cast<std::size_t>(channels.first + r);
        std::int64_t sum = rule.offsets[channel] + (std::int64_t{1} << (rule.shift - 1));
        for (std::int64_t plane = 0; plane < order.planes; ++plane)
            sum += std::int64_t{rule.multipliers[static_cast<std::size_t>(plane)][channel]} *
                   sums[static_cast<std::size_t>((plane * chunk.positions + position_) * channels.channels + r)];
        if (schedule.residual) {
            const auto at = static_cast<std::size_t>(
                schedule.residual->offset(channels.first + r, vector.position / width, vector.position % width));
            sum += std::int64_t{rule.residual_multiplier} * (activations_.residual[at] - rule.residual_zero_point);
        }
        const std::int64_t y = rule.zero_point + (sum >> rule.shift);
        vector.values[static_cast<std::size_t>(r)] = static_cast<std::uint8_t>(std::clamp<std::int64_t>(y, rule.low, rule.high));
    }
}

std::string Scaler::waiting_for() const {
    return "sums, scales and residual of step " + std::to_string(step_) + ", position " + std::to_string(position_) +
           ", or room for its outputs";
}

} // namespace fracbit::sim

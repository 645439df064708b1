#include "sim/blocks/operand_reader.hpp"

namespace fracbit::sim {

OperandReader::OperandReader(const sc_core::sc_module_name& name, const models::ArrayConfig& config, TickClock& clock,
                             ScaleStore& scales, SpillStore& spill)
    : Block(name, models::BlockId::operand_reader, clock), config_(config), scales_(scales), spill_(spill) {}

void OperandReader::reset() {
    const models::LayerSchedule& schedule = run().schedule;
    scales_.link.space.reset(2 * config_.rows * schedule.scale_bytes_per_row);
    scales_.loaded.reset();
    spill_.read.space.reset(config_.spill_bytes);
    spill_.loaded.reset();
    bytes_owed_ = schedule.on_array() ? schedule.scales_through(schedule.order.groups.size() - 1) + schedule.spilled_bytes() : 0;
    bytes_loaded_ = 0;
}

BlockState OperandReader::step(Cycles now) {
    if (bytes_loaded_ == bytes_owed_) return BlockState::idle;
    if (scales_.link.arrivals.has_arrived(now)) return accept(scales_.link, scales_.loaded, now);
    if (spill_.read.arrivals.has_arrived(now)) return accept(spill_.read, spill_.loaded, now);
    return BlockState::stall_in;
}

BlockState OperandReader::accept(ReadLink& link, StampedCount& loaded, Cycles now) {
    const std::int64_t bytes = link.arrivals.front().payload_bytes();
    loaded.add(now, bytes);
    bytes_loaded_ += bytes;
    link.arrivals.pop();
    acted();
    return BlockState::busy;
}

std::string OperandReader::waiting_for() const {
    return "scales and sums: " + std::to_string(bytes_loaded_) + " of " + std::to_string(bytes_owed_) + " bytes loaded";
}

} // namespace fracbit::sim

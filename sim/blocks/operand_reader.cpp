#include "sim/blocks/operand_reader.hpp"

namespace fracbit::sim {

OperandReader::OperandReader(const sc_core::sc_module_name& name, int rows, TickClock& clock, ScaleStore& store)
    : Block(name, models::BlockId::operand_reader, clock), rows_(rows), store_(store) {}

void OperandReader::reset() {
    const models::LayerSchedule& schedule = run().schedule;
    store_.link.space.reset(2 * rows_ * schedule.scale_bytes_per_row);
    store_.loaded.reset();
    bytes_owed_ = schedule.on_array() ? schedule.scales_through(schedule.order.groups.size() - 1) : 0;
    bytes_loaded_ = 0;
}

BlockState OperandReader::step(Cycles now) {
    if (bytes_loaded_ == bytes_owed_) return BlockState::idle;
    if (!store_.link.arrivals.has_arrived(now)) return BlockState::stall_in;
    const std::int64_t bytes = store_.link.arrivals.front().payload_bytes();
    store_.loaded.add(now, bytes);
    bytes_loaded_ += bytes;
    store_.link.arrivals.pop();
    acted();
    return BlockState::busy;
}

std::string OperandReader::waiting_for() const {
    return "scales: " + std::to_string(bytes_loaded_) + " of " + std::to_string(bytes_owed_) + " bytes loaded";
}

} // namespace fracbit::sim

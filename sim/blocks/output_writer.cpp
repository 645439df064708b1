#include "sim/blocks/output_writer.hpp"

namespace fracbit::sim {

OutputWriter::OutputWriter(const sc_core::sc_module_name& name, const models::OutputConfig& config, TickClock& clock, WriteLink& link)
    : Block(name, models::BlockId::output_writer, clock), config_(config), link_(link) {}

void OutputWriter::reset() {
    link_.held.reset();
    link_.space.reset(config_.writer_bytes);
    link_.taken = 0;
    bytes_owed_ = run().schedule.output.bytes();
    bytes_taken_ = 0;
}

std::optional<Cycles> OutputWriter::done_at() const {
    if (!finished()) return std::nullopt;
    return last_taken_ + Cycles(1);
}

BlockState OutputWriter::step(Cycles now) {
    if (finished()) return BlockState::idle;
    if (!outputs->has_item(now)) return BlockState::stall_in;
    const OutputVector& vector = outputs->front();
    const auto bytes = static_cast<std::int64_t>(vector.values.size());
    if (!run().schedule.output_on_chip) {
        if (link_.space.free(now) < bytes) return BlockState::stall_out;
        link_.space.reserve(bytes);
        link_.held.add(now, bytes);
    }
    store(vector);
    bytes_taken_ += bytes;
    last_taken_ = now;
    outputs->pop(now);
    acted();
    return BlockState::busy;
}

void OutputWriter::store(const OutputVector& vector) {
    const models::LayerSchedule& schedule = run().schedule;
    const std::int64_t width = schedule.window.out_width;
    for (std::size_t i = 0; i < vector.values.size(); ++i) {
        const std::int64_t at = schedule.output.offset(vector.first_channel + static_cast<std::int64_t>(i),
                                                       vector.position / width, vector.position % width);
        (*run().output)[static_cast<std::size_t>(at)] = vector.values[i];
    }
}

std::string OutputWriter::waiting_for() const {
    return "outputs: " + std::to_string(bytes_taken_) + " of " + std::to_string(bytes_owed_) + " bytes taken";
}

} // namespace fracbit::sim

#include "sim/blocks/activation_reader.hpp"

#include <algorithm>

namespace fracbit::sim {
namespace {

/// Never a value that was loaded: what is read before it arrives shows up as a wrong output.
constexpr std::uint8_t not_loaded = 0xA5;

} // namespace

ActivationReader::ActivationReader(const sc_core::sc_module_name& name, const models::ActivationConfig& config, TickClock& clock,
                                   ActivationStore& store)
    : Block(name, models::BlockId::activation_reader, clock), config_(config), store_(store) {}

void ActivationReader::reset() {
    const models::LayerSchedule& schedule = run().schedule;
    store_.link.space.reset(config_.buffer_bytes - schedule.buffer_base);
    store_.activations_loaded.reset();
    store_.residual_loaded.reset();
    store_.input.assign(schedule.input_on_chip ? 0 : run().input->size(), not_loaded);
    store_.residual.assign(schedule.residual ? run().residual->size() : 0, not_loaded);
    bytes_owed_ = schedule.needs.back().activations_loaded + schedule.needs.back().residual_loaded;
    bytes_loaded_ = 0;
}

BlockState ActivationReader::step(Cycles now) {
    if (bytes_loaded_ == bytes_owed_) return BlockState::idle;
    if (!store_.link.arrivals.has_arrived(now)) return BlockState::stall_in;
    const models::Burst& burst = store_.link.arrivals.front();
    const bool residual = burst.stream == models::StreamId::residual;
    const models::TensorLayout& layout = residual ? *run().schedule.residual : run().schedule.input;
    const auto& from = residual ? *run().residual : *run().input;
    auto& to = residual ? store_.residual : store_.input;
    const auto offset = static_cast<std::ptrdiff_t>(burst.first_bit / 8 - layout.base());
    const std::int64_t bytes = burst.payload_bytes();
    std::copy_n(from.begin() + offset, bytes, to.begin() + offset);
    (residual ? store_.residual_loaded : store_.activations_loaded).add(now, bytes);
    bytes_loaded_ += bytes;
    store_.link.arrivals.pop();
    acted();
    return BlockState::busy;
}

std::string ActivationReader::waiting_for() const {
    return "activations: " + std::to_string(bytes_loaded_) + " of " + std::to_string(bytes_owed_) + " bytes loaded";
}

} // namespace fracbit::sim

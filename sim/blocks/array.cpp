#include "sim/blocks/array.hpp"

#include "models/core/error.hpp"
#include "sim/compute/dot_products.hpp"

#include <algorithm>
#include <bit>
#include <optional>

namespace fracbit::sim {

std::int64_t array_stages(const models::ArrayConfig& config) {
    if (config.stages) return *config.stages;
    const int levels = std::bit_width(static_cast<unsigned>(config.columns) - 1U);
    return std::max<std::int64_t>(1, ceil_div(levels, config.levels_per_stage));
}

Array::Array(const sc_core::sc_module_name& name, const models::ArrayConfig& config, TickClock& clock, TileBanks& tiles,
             ActivationStore& activations, SpillStore& spill, Accumulators& accumulators)
    : Block(name, models::BlockId::array, clock), config_(config), tiles_(tiles), activations_(activations), spill_(spill),
      accumulators_(accumulators) {}

void Array::reset() {
    accumulators_.complete.reset();
    accumulators_.drained.reset();
    accumulators_.banks.resize(static_cast<std::size_t>(config_.accumulator_banks));
    spill_.write.held.reset();
    spill_.write.space.reset(config_.spill_bytes);
    spill_.write.taken = 0;
    step_ = pass_ = passes_done_ = position_ = sums_needed_ = vectors_ = products_ = 0;
    busy_until_ = Cycles(0);
    gathers_group_ = -1;
}

BlockState Array::step(Cycles now) {
    if (now < busy_until_) return BlockState::busy;
    if (finished()) return BlockState::idle;
    if (const auto stalled = position_ == 0 ? obstacle(now) : spill_obstacle(now)) return *stalled;
    accept_vectors(now);
    wake_at(busy_until_);
    return BlockState::busy;
}

/// Why a pass cannot begin.
std::optional<BlockState> Array::obstacle(Cycles now) {
    const models::WorkOrder& order = run().schedule.order;
    if (tiles_.ready.seen(now) <= passes_done_) return BlockState::stall_in;
    if (activations_.activations_loaded.seen(now) < run().schedule.needs[static_cast<std::size_t>(step_)].activations_loaded)
        return BlockState::stall_in;
    const std::int64_t banks = config_.accumulator_banks;
    if (pass_ == 0 && step_ >= banks && accumulators_.drained.seen(now) < order.positions_before(step_ - banks + 1))
        return BlockState::stall_out;
    return std::nullopt;
}

/// Sums that must come back, beyond those of all positions before, until those of the next position are among them: a block
/// comes plane by plane.
std::int64_t Array::sums_missing() const {
    const models::LayerSchedule& schedule = run().schedule;
    const std::int64_t planes = schedule.order.sums_read(pass_);
    if (planes == 0) return 0;
    const std::int64_t in_block = (position_ - schedule.order.resident_positions) % schedule.spill_block;
    const std::int64_t block = std::min(schedule.spill_block, schedule.order.chunk(step_).positions - position_ + in_block);
    return (planes - 1) * (block - in_block) + 1;
}

/// Why the next spilled position cannot begin.
std::optional<BlockState> Array::spill_obstacle(Cycles now) {
    const models::WorkOrder& order = run().schedule.order;
    const std::int64_t row_bytes = 4 * order.group(step_).channels.channels;
    if (spill_.loaded.seen(now) < sums_needed_ + sums_missing() * row_bytes) return BlockState::stall_in;
    const bool last = pass_ + 1 == order.passes_per_step();
    const std::int64_t begun = order.positions_before(step_) + position_ + 1;
    const bool blocked = last ? begun - accumulators_.drained.seen(now) > order.resident_positions
                              : spill_.write.space.free(now) < row_bytes;
    return blocked ? std::optional(BlockState::stall_out) : std::nullopt;
}

void Array::accept_vectors(Cycles now) {
    const models::WorkOrder& order = run().schedule.order;
    const models::Chunk& chunk = order.chunk(step_);
    const Tile& tile = tiles_.of_pass(passes_done_);
    const bool last = pass_ + 1 == order.passes_per_step();
    const std::int64_t count = !order.spills ? chunk.positions : position_ == 0 ? order.resident_positions : 1;
    if (position_ == 0) compute(tile);
    vectors_ += count;
    products_ += count * tile.rows * tile.columns;
    busy_until_ = now + Cycles(count * order.cycles_per_vector);
    if (order.spills && position_ > 0) spill(4 * tile.rows);
    if (order.spills && last)
        for (std::int64_t p = 1; p <= count; ++p)
            accumulators_.complete.add_at(now + Cycles(p * order.cycles_per_vector - 1 + array_stages(config_)), 1);
    position_ += count;
    if (position_ == chunk.positions) finish_pass();
}

void Array::spill(std::int64_t row_bytes) {
    const models::WorkOrder& order = run().schedule.order;
    const std::int64_t read = order.sums_read(pass_) * row_bytes;
    sums_needed_ += read;
    spill_.read.space.release_at(busy_until_, read);
    if (pass_ + 1 == order.passes_per_step()) return;
    spill_.write.space.reserve(row_bytes);
    spill_.write.held.add_at(busy_until_ - Cycles(1) + Cycles(array_stages(config_)), row_bytes);
}

void Array::finish_pass() {
    const models::WorkOrder& order = run().schedule.order;
    tiles_.released.add_at(busy_until_, 1);
    ++passes_done_;
    position_ = 0;
    if (++pass_ < order.passes_per_step()) return;
    activations_.link.space.release_at(busy_until_, run().schedule.needs[static_cast<std::size_t>(step_)].release_after_array);
    if (!order.spills)
        accumulators_.complete.add_at(busy_until_ - Cycles(1) + Cycles(array_stages(config_)), order.chunk(step_).positions);
    pass_ = 0;
    ++step_;
}

void Array::compute(const Tile& tile) {
    const models::LayerSchedule& schedule = run().schedule;
    const models::WorkOrder& order = schedule.order;
    const models::Chunk& chunk = order.chunk(step_);
    const std::int64_t plane = pass_ / order.tiles(), tile_index = pass_ % order.tiles();
    std::vector<std::int32_t>& sums = accumulators_.of_step(step_);
    if (pass_ == 0) sums.assign(static_cast<std::size_t>(order.planes * chunk.positions * tile.rows), 0);

    const InputGather& gather = gather_of(tile_index);
    const std::vector<std::uint8_t>& input = activations_.input_of(run());
    std::optional<BitPlanes> planes;
    if (order.bit_serial)
        planes.emplace(tile, config_.activation_bits);
    std::vector<std::int16_t> vector(static_cast<std::size_t>(tile.stride), 0);
    for (std::int64_t p = 0; p < chunk.positions; ++p) {
        gather.gather(input, chunk.first + p, run().weights->input_zero_point, vector.data());
        if (planes) check_bits(vector, tile.columns);
        std::int32_t* target = &sums[static_cast<std::size_t>((plane * chunk.positions + p) * tile.rows)];
        if (planes)
            planes->add_products(vector.data(), target);
        else
            add_products(tile, vector.data(), target);
    }
}

const InputGather& Array::gather_of(std::int64_t tile) {
    const models::LayerSchedule& schedule = run().schedule;
    const models::OutputGroup& group = schedule.order.group(step_);
    if (group.convolution_group != gathers_group_) {
        gathers_.clear();
        gathers_.resize(static_cast<std::size_t>(schedule.order.tiles()));
        gathers_group_ = group.convolution_group;
    }
    auto& gather = gathers_[static_cast<std::size_t>(tile)];
    if (!gather) gather.emplace(schedule, group, tile * schedule.order.tile_columns, schedule.order.columns_of(tile));
    return *gather;
}

void Array::check_bits(const std::vector<std::int16_t>& vector, std::int64_t count) const {
    const auto largest = *std::max_element(vector.begin(), vector.begin() + count);
    if (largest >> config_.activation_bits == 0) return;
    throw SimulationError("layer '" + run().schedule.layer.name + "': input value " + std::to_string(largest) + " does not fit the array's " +
                          std::to_string(config_.activation_bits) +
                          " activation planes; quantize the model for as many bits as the array has planes");
}

std::string Array::waiting_for() const {
    return "the tile, the activations or an accumulator bank for pass " + std::to_string(pass_) + " of step " + std::to_string(step_);
}

} // namespace fracbit::sim

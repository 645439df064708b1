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
             ActivationStore& activations, Accumulators& accumulators)
    : Block(name, models::BlockId::array, clock), config_(config), tiles_(tiles), activations_(activations),
      accumulators_(accumulators) {}

void Array::reset() {
    accumulators_.complete.reset();
    accumulators_.drained.reset();
    accumulators_.banks.resize(static_cast<std::size_t>(config_.accumulator_banks));
    step_ = pass_ = passes_done_ = vectors_ = products_ = 0;
    busy_until_ = Cycles(0);
    gathers_group_ = -1;
}

BlockState Array::step(Cycles now) {
    if (now < busy_until_) return BlockState::busy;
    if (finished()) return BlockState::idle;
    const models::StepNeeds& needs = run().schedule.needs[static_cast<std::size_t>(step_)];
    if (tiles_.ready.seen(now) <= passes_done_) return BlockState::stall_in;
    if (activations_.activations_loaded.seen(now) < needs.activations_loaded) return BlockState::stall_in;
    if (pass_ == 0 && step_ - accumulators_.drained.seen(now) >= config_.accumulator_banks) return BlockState::stall_out;
    start_pass(now);
    wake_at(busy_until_);
    return BlockState::busy;
}

void Array::start_pass(Cycles now) {
    const models::WorkOrder& order = run().schedule.order;
    const std::int64_t positions = order.chunk(step_).positions;
    const Tile& tile = tiles_.of_pass(passes_done_);
    compute(tile);
    vectors_ += positions;
    products_ += positions * tile.rows * tile.columns;
    busy_until_ = now + Cycles(positions * order.cycles_per_vector);
    tiles_.released.add_at(busy_until_, 1);
    ++passes_done_;
    if (++pass_ < order.passes_per_step()) return;
    activations_.link.space.release_at(busy_until_, run().schedule.needs[static_cast<std::size_t>(step_)].release_after_array);
    accumulators_.complete.add_at(busy_until_ - Cycles(1) + Cycles(array_stages(config_)), 1);
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
    if (order.cycles_per_vector > 1 || (config_.mode == models::ArrayMode::xnor && schedule.weights.slice.weight_bits == 1))
        planes.emplace(tile, config_.activation_bits);
    std::vector<std::int16_t> vector(static_cast<std::size_t>(tile.stride), 0);
    for (std::int64_t p = 0; p < chunk.positions; ++p) {
        gather.gather(input, chunk.first + p, run().weights->input_zero_point, vector.data(), nullptr);
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

#include "sim/blocks/tile_loader.hpp"

#include "sim/compute/tile_unpack.hpp"

namespace fracbit::sim {

using models::StorageOrder;

TileLoader::TileLoader(const sc_core::sc_module_name& name, const models::WeightPathConfig& config, int tile_banks,
                       TickClock& clock, WeightStore& store, TileBanks& tiles)
    : Block(name, models::BlockId::tile_loader, clock), config_(config), banks_(tile_banks), store_(store), tiles_(tiles) {}

void TileLoader::reset() {
    tiles_.ready.reset();
    tiles_.released.reset();
    tiles_.banks.resize(static_cast<std::size_t>(banks_));
    step_ = pass_ = tiles_loaded_ = 0;
    busy_until_ = Cycles(0);
}

BlockState TileLoader::step(Cycles now) {
    if (now < busy_until_) return BlockState::busy;
    if (finished()) return BlockState::idle;
    const std::int64_t unit = run().schedule.weights.unit_of(run().schedule.order, step_, pass_);
    if (store_.ready.seen(now) <= unit) return BlockState::stall_in;
    if (tiles_loaded_ - tiles_.released.seen(now) >= banks_) return BlockState::stall_out;
    load(now, unit);
    wake_at(busy_until_);
    return BlockState::busy;
}

void TileLoader::load(Cycles now, std::int64_t unit) {
    const models::LayerSchedule& schedule = run().schedule;
    const models::WorkOrder& order = schedule.order;
    Tile& tile = tiles_.of_pass(tiles_loaded_);
    tile.rows = order.group(step_).channels.channels;
    tile.columns = order.columns_of(pass_ % order.tiles());
    unpack(store_.units[static_cast<std::size_t>(unit - store_.first_unit)], tile);
    busy_until_ = now + Cycles(ceil_div(tile.rows * tile.columns * schedule.weights.slice.held_bits(), config_.fill_width));
    tiles_.ready.add_at(busy_until_, 1);
    ++tiles_loaded_;
    if (schedule.weights.last_use(order, step_, pass_)) {
        store_.space.release_at(busy_until_, schedule.weights.units[static_cast<std::size_t>(unit)].bits);
        store_.units.pop_front();
        ++store_.first_unit;
    }
    if (++pass_ == order.passes_per_step()) {
        pass_ = 0;
        ++step_;
    }
}

void TileLoader::unpack(const DecodedUnit& unit, Tile& tile) const {
    const models::LayerSchedule& schedule = run().schedule;
    TilePlace place{0, tile.columns, 1}; // tiled: [row][column]
    if (schedule.weights.order == StorageOrder::k_major)
        place = {0, 1, tile.rows};
    else if (schedule.weights.order == StorageOrder::row_major)
        place = {pass_ % schedule.order.tiles() * schedule.order.tile_columns, schedule.order.reduction, 1};
    if (models::is_shift(run().weights->format))
        unpack_shifts(unit.values, run().weights->shift_bits, place, tile);
    else if (schedule.weights.slice.weight_bits == 1)
        unpack_codes(unit.values, place, tile);
    else
        unpack_bytes(unit.values, place, tile);
    if (schedule.weights.slice.mask_bits > 0) clear_pruned(unit.kept, place, tile);
}

std::string TileLoader::waiting_for() const {
    return "the weights or a free tile register for pass " + std::to_string(pass_) + " of step " + std::to_string(step_);
}

} // namespace fracbit::sim

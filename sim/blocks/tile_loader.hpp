// The tile loader: copies the tile of each pass from the decoded-weight buffer into a tile register of the array.
//
// Timing. Takes ceil(tile bits / fill_width) cycles a tile, one tile at a time, while a register is free; the array sees
// the tile in the cycle after the last of them. The unit's space is free from that cycle on if nobody needs it again.
#pragma once

#include "sim/channels/links.hpp"
#include "sim/kernel/block.hpp"

namespace fracbit::sim {

class TileLoader final : public Block {
public:
    TileLoader(const sc_core::sc_module_name& name, const models::WeightPathConfig& config, int tile_banks, TickClock& clock,
               WeightStore& store, TileBanks& tiles);

    [[nodiscard]] std::int64_t tiles_loaded() const { return tiles_loaded_; }
    [[nodiscard]] std::string waiting_for() const override;
    [[nodiscard]] bool finished() const override { return step_ == run().schedule.order.steps() || !run().schedule.on_array(); }

private:
    void reset() override;
    BlockState step(Cycles now) override;
    void load(Cycles now, std::int64_t unit);
    void unpack(const DecodedUnit& unit, Tile& tile) const;

    models::WeightPathConfig config_;
    int banks_;
    WeightStore& store_;
    TileBanks& tiles_;
    std::int64_t step_ = 0, pass_ = 0; ///< next pass: of which step
    std::int64_t tiles_loaded_ = 0;
    Cycles busy_until_{0};
};

} // namespace fracbit::sim

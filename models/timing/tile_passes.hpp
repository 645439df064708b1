// Tile loader and array: which pass begins when (docs/machine.md, "tile_loader" and "array").
#pragma once

#include "models/timing/burst_list.hpp"
#include "models/timing/layer_work.hpp"
#include "models/timing/links.hpp"
#include "models/timing/spill_list.hpp"
#include "models/timing/tally.hpp"

#include <algorithm>
#include <optional>

namespace fracbit::models::timing {

class TilePasses {
public:
    explicit TilePasses(Links& links) : links_(links) {}
    void reset(const LayerWork& work);
    bool advance();
    [[nodiscard]] bool done() const { return passing_.group == static_cast<std::int64_t>(work_->groups.size()); }
    [[nodiscard]] std::int64_t step() const { return step_of(passing_); }
    template <class Visitor>
    void walk_clocks(Visitor& visitor) {
        loader_.walk_clock(visitor, Clock::loader);
        array_.walk_clock(visitor, Clock::array);
        visitor.clock(Clock::array_steps, step_began_);
    }
    /// Chunks, not order = spill.
    template <class Visitor>
    void walk(Visitor& visitor) {
        visitor.same(loading_.unit - links_.unit_whole.first());
        visitor.same(loads_ - registers_free_.first());
        visitor.same(loads_ - passes_);
        // Weights that stay come free in the last chunk, tile by tile.
        loading_.walk(visitor, *work_,
                      std::min(work_->last_like_chunk(), work_->chunks - (work_->weights_stay ? 2 : 1)));
        passing_.walk(visitor, *work_, work_->last_like_chunk());
        loader_.walk_counters(visitor);
        array_.walk_counters(visitor);
        tiles_there_.walk_times(visitor, Clock::array);
        registers_free_.walk_times(visitor, Clock::loader);
    }
    /// Loads and passes worked through.
    [[nodiscard]] std::int64_t events() const { return loads_ + passes_; }
    [[nodiscard]] const Tally& loader() const { return loader_; }
    [[nodiscard]] const Tally& array() const { return array_; }

private:
    /// A (step, pass) and the unit that its tile is part of.
    struct Place {
        std::int64_t group = 0, chunk = 0, plane = 0, tile = 0;
        std::int64_t unit = 0; ///< number of the unit
        template <class Visitor>
        void walk(Visitor& visitor, const LayerWork& work, std::int64_t last_chunk) {
            visitor.nest();
            visitor.level(group, work.last_like_group());
            visitor.level(chunk, last_chunk);
            visitor.level(plane, work.planes - 1);
            visitor.level(tile, work.last_like_tile());
        }
    };
    void advance_place(Place& place) const;
    /// Whether there is a next load, and its unit is.
    [[nodiscard]] bool unit_is_whole() const {
        return loading_.unit < links_.unit_whole.end() &&
               loading_.group < static_cast<std::int64_t>(work_->groups.size());
    }
    bool load();
    bool pass();
    struct Row;
    bool run_tiles();
    bool pass_vectors(std::int64_t present, std::int64_t begin);

    Links& links_;
    const LayerWork* work_ = nullptr;
    Tally loader_, array_;
    Place loading_;
    std::int64_t loads_ = 0, tile_bits_ = 0, tile_cycles_ = 0; ///< bits of a tile, and cycles to load it
    Place passing_;
    std::int64_t passes_ = 0, step_began_ = -1;
    [[nodiscard]] std::int64_t step_of(const Place& place) const { return place.group * work_->chunks + place.chunk; }
    [[nodiscard]] std::int64_t pass_of(const Place& place) const { return place.plane * work_->tiles + place.tile; }
    std::int64_t stages_ = 1, banks_ = 1, tile_banks_ = 1;
    Ring<std::int64_t> tiles_there_;
    Ring<std::int64_t> registers_free_; ///< by pass
    std::optional<StepTransfers> transfers_;
    // order = spill, within a pass
    std::optional<SpilledSums> sums_;
    std::int64_t position_ = 0, block_reads_ = 0, spilled_ = 0;
    bool moved_ = false;
};

} // namespace fracbit::models::timing

// Tile loader and array: which pass begins when (docs/machine.md, "tile_loader" and "array").
#pragma once

#include "models/timing/burst_list.hpp"
#include "models/timing/layer_work.hpp"
#include "models/timing/links.hpp"
#include "models/timing/spill_list.hpp"
#include "models/timing/tally.hpp"

#include <optional>

namespace fracbit::models::timing {

class TilePasses {
public:
    explicit TilePasses(Links& links) : links_(links) {}
    void reset(const LayerWork& work);
    bool advance();
    [[nodiscard]] bool done() const { return step_ == work_->steps(); }
    [[nodiscard]] const Tally& loader() const { return loader_; }
    [[nodiscard]] const Tally& array() const { return array_; }
    [[nodiscard]] std::int64_t tiles() const { return loads_; }
    [[nodiscard]] std::int64_t vectors() const { return vectors_; }

private:
    /// A (step, pass) and the unit that its tile is part of.
    struct Place {
        std::int64_t step = 0, group = 0, chunk = 0, plane = 0, tile = 0;
        std::int64_t unit = 0; ///< number of the unit
    };
    void advance_place(Place& place) const;
    bool load();
    bool pass();
    bool pass_vectors(std::int64_t present, std::int64_t begin);

    Links& links_;
    const LayerWork* work_ = nullptr;
    Tally loader_, array_;
    Place loading_;
    std::int64_t loads_ = 0;
    std::int64_t step_ = 0, pass_ = 0, passes_ = 0, vectors_ = 0; ///< of the array
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

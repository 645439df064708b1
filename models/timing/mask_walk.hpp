// The mask of a run, step by step (docs/machine.md, "mask_decoder").
#pragma once

#include "models/timing/gap_entries.hpp"
#include "models/timing/layer_work.hpp"

namespace fracbit::models::timing {

struct MaskStep {
    std::int64_t bits = 0; ///< of the stream
    std::int64_t cycles = 1;
    std::int64_t weights = 0; ///< that it makes the mask of; none while a band's factor is loaded
};

class MaskWalk {
public:
    MaskWalk() = default;
    /// The run of a row group; `first_of_band` as `band_begins` says.
    MaskWalk(const LayerWork& work, std::int64_t group, bool first_of_band);
    /// Throws ConfigError if the stream ends early.
    MaskStep next();
    [[nodiscard]] std::int64_t made() const { return made_; }
    /// Throws ConfigError if entries are left.
    void end() const;

private:
    [[nodiscard]] std::int64_t tiles_begun(std::int64_t weights) const;
    const LayerWork* work_ = nullptr;
    const StoredMask* mask_ = nullptr;
    std::int64_t group_ = 0, rows_ = 0, weights_ = 0, made_ = 0;
    std::int64_t factor_left_ = 0; ///< bits of V
    GapEntries gaps_;
};

} // namespace fracbit::models::timing

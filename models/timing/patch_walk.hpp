// The patches of a run, word by word (docs/machine.md, "patch_reader"): how many bits of counts and locations a word
// needs.
#pragma once

#include "models/model/stored_plane.hpp"
#include "models/timing/gap_entries.hpp"
#include "models/timing/ring.hpp"

#include <string>

namespace fracbit::models::timing {

struct WordPatches {
    std::int64_t count_bits = 0, location_bits = 0;
    std::int64_t entries = 0; ///< locations, fillers too
    std::int64_t patches = 0;
};

class PatchWalk {
public:
    PatchWalk() = default;
    PatchWalk(const StoredPlane& plane, std::size_t run);
    /// The next `slices` slices (those that only fill registers have none and are not asked for). Pushes the patches of
    /// each slice. Throws ConfigError if the streams end early.
    WordPatches word(std::int64_t slices, Ring<std::int32_t>& slice_patches);
    /// Throws ConfigError if something is left.
    void end() const;

private:
    std::int64_t count_of_next(WordPatches& word);
    const PatchStream* stream_ = nullptr;
    std::size_t run_ = 0;
    std::int64_t n_out_ = 0, location_bits_ = 0;
    std::int64_t count_at_ = 0, count_end_ = 0, location_at_ = 0, location_end_ = 0;
    std::int64_t slices_ = 0; ///< done
    int block_left_ = 0, width_ = 0;
    GapEntries gaps_;
};

} // namespace fracbit::models::timing

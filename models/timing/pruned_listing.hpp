// Pruned weights in the memory channel's list, and what each word and each mask step will need of them
// (docs/machine.md, "Pruned weights").
#pragma once

#include "models/timing/mask_walk.hpp"
#include "models/timing/patch_walk.hpp"
#include "models/timing/plain_weights.hpp"
#include "models/timing/segment.hpp"

#include <array>
#include <vector>

namespace fracbit::models::timing {

/// A word on its way to the weight buffer.
struct PrunedWord {
    std::int64_t slices = 0, useful = 0, seed_bits = 0;
    std::int64_t patched_slices = 0; ///< at the end of the word; the others fill registers
    WordPatches patches;
};

/// Words and mask steps that have been listed, for the blocks that will work on them.
struct PrunedFacts {
    Ring<PrunedWord> words;
    Ring<std::int32_t> slice_patches;
    Ring<MaskStep> masks;
    bool complete = false; ///< nothing more to come
    void clear();
};

/// A stored stream: the bits of a step (or of all) that are listed, burst by burst, as they are needed.
struct ListedStream {
    StreamId id = StreamId::weights;
    std::int64_t capacity = 0; ///< bytes
    const char* key = "";
    std::int64_t needed = 0, listed = 0, end = 0;
    std::vector<std::int64_t> groups; ///< first bit of each row group; one entry more
    void begin(std::int64_t first, std::int64_t last) {
        needed = listed = first;
        end = last;
    }
};

class PrunedListing {
public:
    /// Throws ConfigError naming the layer if the streams are not those of the layer.
    PrunedListing(const LayerWork& work, PrunedFacts& facts);
    [[nodiscard]] bool done() const { return units_.done(); }
    [[nodiscard]] const UnitWalk& next() const { return units_; }
    /// Throws ConfigError if a stream ends early, or its buffer cannot hold what a word needs of it and a burst.
    void list_unit(Segments& segments);

private:
    enum Part { seeds, counts, locations, mask };
    void find_addresses();
    void list_offsets(Segments& segments);
    void begin_step();
    void begin_run();
    void list_word(Segments& segments);
    void need(Part part, std::int64_t bits, Segments& segments);

    const LayerWork* work_;
    PrunedFacts* facts_;
    UnitWalk units_;
    SliceFormat format_;
    std::int64_t registers_ = 0;
    bool read_through_ = false, offsets_listed_ = false;
    std::vector<bool> band_begins_;
    std::array<ListedStream, 4> streams_;
    PatchWalk patches_;
    MaskWalk masks_;
    std::int64_t slice_ = 0, slices_ = 0, useful_ = 0, made_ = 0, wanted_ = 0; ///< of the run
};

} // namespace fracbit::models::timing

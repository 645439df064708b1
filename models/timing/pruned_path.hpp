// Patch reader, patch unit and mask decoder between the decoder and the weight buffer (docs/machine.md, "Pruned
// weights").
#pragma once

#include "models/timing/decoder_pipe.hpp"
#include "models/timing/pruned_listing.hpp"
#include "models/timing/weight_buffer.hpp"

#include <vector>

namespace fracbit::models::timing {

/// When words get their patches.
class PatchUnit {
public:
    explicit PatchUnit(Links& links) : links_(links) {}
    void reset(const WeightPathConfig& config);
    /// The cycle in which the patches of a word can be taken; `unknown` before they have arrived.
    std::int64_t read(const WordPatches& patches);
    /// A word, decoded by `decoded`, patches there by `read`: accepts it and says when. `push` is when it can leave.
    std::int64_t accept(const PrunedWord& word, Ring<std::int32_t>& slice_patches, std::int64_t decoded,
                        std::int64_t read);
    [[nodiscard]] std::int64_t pushed() const { return pushed_; }
    void taken(std::int64_t cycle) { patched_left_.record(words_++, cycle); }
    [[nodiscard]] const Tally& reader() const { return reader_; }
    [[nodiscard]] const Tally& unit() const { return unit_; }
    [[nodiscard]] std::int64_t patches() const { return patches_; }

private:
    Links& links_;
    std::int64_t locations_a_cycle_ = 1, ports_ = 1;
    std::int64_t count_bits_ = 0, location_bits_ = 0, words_ = 0, patches_ = 0, pushed_ = -1, accepted_ = -1;
    std::vector<std::int64_t> lane_done_; ///< last cycle of work
    History patches_left_, inside_, patched_left_;
    Tally reader_, unit_;
};

class PrunedPath {
public:
    PrunedPath(Links& links, DecoderPipe& pipe, WeightBuffer& buffer)
        : links_(links), pipe_(pipe), buffer_(buffer), patches_(links) {}
    void reset(const LayerWork& work);
    bool advance();
    [[nodiscard]] bool done() const { return done_; }
    [[nodiscard]] PrunedFacts& facts() { return facts_; }
    [[nodiscard]] const PatchUnit& patches() const { return patches_; }
    [[nodiscard]] const Tally& mask_decoder() const { return mask_decoder_; }

private:
    bool advance_words();
    bool advance_masks();

    Links& links_;
    DecoderPipe& pipe_;
    WeightBuffer& buffer_;
    PrunedFacts facts_;
    PatchUnit patches_;
    bool patched_ = false, done_ = false;
    std::int64_t decoded_ = unknown, read_ = unknown, visible_ = unknown; ///< of the first word
    std::int64_t mask_visible_ = unknown, mask_bits_ = 0, mask_words_ = 0;
    History masks_left_;
    Tally mask_decoder_;
};

} // namespace fracbit::models::timing

// Pieces that every order of the memory channel's list is made of.
#pragma once

#include "models/schedule/csr_walk.hpp"
#include "models/schedule/layer_schedule.hpp"
#include "models/schedule/mask_walk.hpp"
#include "models/schedule/patch_words.hpp"

#include <cstdint>
#include <optional>
#include <vector>

namespace fracbit::models {

/// How far one stream has been asked for: always whole bursts, up to where reading breaks off.
class StreamFeed {
public:
    StreamFeed(StreamId stream, std::int64_t burst_bytes, int lane = 0)
        : stream_(stream), lane_(lane), burst_bits_(static_cast<std::uint64_t>(burst_bytes) * 8) {}
    void open(const StreamPiece& piece);
    /// Asks for what is still missing of the bits before `bit` (an address).
    void need(std::vector<StreamSegment>& list, std::uint64_t bit);
    /// The next bit that has not been asked for.
    [[nodiscard]] std::uint64_t next() const { return next_; }

private:
    StreamId stream_;
    int lane_;
    std::uint64_t burst_bits_;
    std::uint64_t next_ = 0, end_ = 0;
};

/// Emits the weights unit by unit: each time up to the bursts that complete it. The streams of pruned weights alternate
/// in the order in which the decoder needs their bits, word after word.
class WeightSegments {
public:
    /// All three must outlive the object.
    WeightSegments(const Architecture& architecture, const LayerSchedule& schedule, const QuantizedLayer& layer);
    /// The table of offsets, if there is one.
    void append_offsets(std::vector<StreamSegment>& list) const;
    /// Units in order. Throws ConfigError if a stream's buffer cannot hold what one word needs of it, or the stored
    /// streams are not what their formats say.
    void append_unit(std::vector<StreamSegment>& list, std::int64_t unit_index);

private:
    void open_run(std::int64_t run);
    void append_words(std::vector<StreamSegment>& list, std::int64_t end_slice);
    void append_mask(std::vector<StreamSegment>& list, std::int64_t elements);
    void check_used_up(const WeightRun& run) const;
    void append_csr(std::vector<StreamSegment>& list, std::int64_t unit_index);
    void check_fits(std::int64_t needed, std::int64_t buffer_bytes, const char* key) const;

    const Architecture& architecture_;
    const LayerSchedule& schedule_;
    const QuantizedLayer& layer_;
    const WeightStream& stream_;
    StreamFeed seeds_, counts_, locations_, mask_;
    std::int64_t run_ = -1;
    // Of the run, pruned weights only:
    std::int64_t slices_ = 0;                                       ///< asked for
    std::uint64_t count_bit_ = 0, location_bit_ = 0, mask_bit_ = 0; ///< addresses up to which the streams are needed
    std::optional<PatchWords> patches_;
    std::optional<MaskWalk> walk_;
    PatchWord word_;
    // CSR only:
    std::vector<StreamFeed> lanes_;
    StreamFeed csr_counts_;
    std::optional<CsrWalk> csr_walk_; ///< of the row group
    std::vector<CsrShare> shares_;    ///< of the unit
    std::int64_t csr_step_ = -1;
};

/// Which row group's mask goes with a run.
MaskGroup mask_group(const LayerSchedule& schedule, const QuantizedLayer& layer, const WeightRun& run);

void append_all(std::vector<StreamSegment>& list, const std::vector<StreamSegment>& more);

/// Scales of the row group of a step.
StreamSegment scales_of(const LayerSchedule& schedule, std::int64_t step, std::uint64_t scale_address);

} // namespace fracbit::models

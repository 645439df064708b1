// The patches of a run, word by word: what the patch reader takes from its two streams (models/model/stored_plane.hpp
// says how they are stored). The simulator's own reading, apart from that of the functional path.
#pragma once

#include "models/model/stored_plane.hpp"

#include <cstdint>
#include <string>
#include <vector>

namespace fracbit::models {

/// Patches of consecutive slices that move together.
struct PatchWord {
    std::int64_t count_bits = 0, location_bits = 0; ///< taken from the streams
    std::int64_t entries = 0;                       ///< locations, fillers included
    std::vector<std::int64_t> per_slice;            ///< patches of each slice
    std::vector<std::int64_t> places;               ///< decoded bits of the word that flip, ascending

    /// Least size of each of the two stream buffers: what is taken at once, and a burst. 0 where nothing is taken.
    [[nodiscard]] std::int64_t buffer_bytes(std::int64_t burst_bytes) const;
};

class PatchWords {
public:
    /// `plane` must outlive the object, hold patches in a format other than none and pass check_stored_streams.
    PatchWords(const StoredPlane& plane, std::int64_t run);
    /// The next `slices` slices of the run, those that fill the registers included. Throws ConfigError if the run's
    /// streams end early, or patches do not ascend inside their slice.
    void next(std::int64_t slices, PatchWord& word);

private:
    void next_counted(std::int64_t slice, std::int64_t place, PatchWord& word);
    void next_gaps(std::int64_t end, std::int64_t shift, PatchWord& word);
    std::int64_t take(const BitVector& bits, std::int64_t& at, std::int64_t end, int width) const;
    [[noreturn]] void refuse(const std::string& what) const;

    const StoredPlane* plane_;
    std::int64_t run_;
    std::int64_t count_at_, count_end_, location_at_, location_end_; ///< bits of the streams
    std::int64_t slice_ = 0;                                         ///< of the run
    std::int64_t passed_ = 0;                                        ///< gaps: elements of the run
    int count_width_ = 0;
};

} // namespace fracbit::models

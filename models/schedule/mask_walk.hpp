// The mask of a row group, step by step: what the mask decoder takes from its stream, how long it works on it and which
// mask bits come out (models/model/stored_mask.hpp says how masks are stored). The simulator's own reading, apart from that
// of the functional path.
#pragma once

#include "models/config/architecture.hpp"
#include "models/model/storage_order.hpp"
#include "models/model/stored_mask.hpp"

#include <cstdint>

namespace fracbit::models {

/// The row group whose mask is walked.
struct MaskGroup {
    std::int64_t run = 0;           ///< of the stored mask
    std::int64_t rows = 0;
    std::int64_t band_run = 0;      ///< low_rank: the first run of the band
    StorageOrder order = StorageOrder::k_major;
    std::int64_t tile_columns = 0;  ///< tiled: of the weights
    std::int64_t reduction = 0;     ///< K
    [[nodiscard]] std::int64_t elements() const { return rows * reduction; }
};

/// One step: loads a piece of a low-rank factor (no elements), or makes the mask of the next elements.
struct MaskStep {
    std::int64_t stream_bits = 0;
    std::int64_t cycles = 1;
    std::int64_t elements = 0;
};

class MaskWalk {
public:
    /// `mask` must outlive the object and pass check_stored_streams; its rank is at most 64.
    MaskWalk(const StoredMask& mask, const MaskGroup& group, const WeightPathConfig& path);
    [[nodiscard]] bool done() const { return element_ == group_.elements(); }
    /// Elements made so far.
    [[nodiscard]] std::int64_t elements() const { return element_; }
    /// The next step. `kept`, if given, becomes the mask bits of its elements. Throws ConfigError if the row group's entries
    /// end early.
    MaskStep next(BitVector* kept = nullptr);

private:
    MaskStep load();
    MaskStep walk_bitmap(std::int64_t count, BitVector* kept);
    MaskStep walk_gaps(std::int64_t count, BitVector* kept);
    MaskStep walk_product(std::int64_t count, BitVector* kept);
    [[nodiscard]] std::int64_t column_of(std::int64_t element) const;
    [[nodiscard]] std::int64_t furthest_column(std::int64_t end) const;
    [[nodiscard]] std::int64_t row_of(std::int64_t element) const;
    [[nodiscard]] std::int64_t width_of(std::int64_t tile) const;
    void multiply(std::int64_t count, BitVector& kept) const;
    [[nodiscard]] std::uint64_t shared_word(std::int64_t column) const;
    [[nodiscard]] std::uint64_t own_word(std::int64_t row, std::int64_t tile) const;

    const StoredMask* mask_;
    MaskGroup group_;
    const WeightPathConfig* path_;
    std::int64_t begin_ = 0;       ///< of the run, in the stored bits
    std::int64_t at_ = 0, end_ = 0; ///< relative_index: stream position
    std::int64_t element_ = 0;
    std::int64_t passed_ = 0;      ///< relative_index: elements passed by entries
    std::int64_t to_load_ = 0;     ///< low_rank: bits to load before elements can be made
    std::int64_t last_tile_ = -1;  ///< low_rank: the last one whose rows of U were taken
};

} // namespace fracbit::models

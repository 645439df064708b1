#include "models/schedule/patch_words.hpp"

#include "models/core/error.hpp"
#include "models/schedule/stream_buffer.hpp"

#include <algorithm>
#include <fmt/format.h>

namespace fracbit::models {

std::int64_t PatchWord::buffer_bytes(std::int64_t burst_bytes) const {
    return least_buffer_bytes(std::max(count_bits, location_bits), burst_bytes);
}

PatchWords::PatchWords(const StoredPlane& plane, std::int64_t run)
    : plane_(&plane), run_(run), count_at_(plane.patches.runs[static_cast<std::size_t>(run)].counts),
      count_end_(plane.patches.runs[static_cast<std::size_t>(run) + 1].counts),
      location_at_(plane.patches.runs[static_cast<std::size_t>(run)].locations),
      location_end_(plane.patches.runs[static_cast<std::size_t>(run) + 1].locations) {}

void PatchWords::refuse(const std::string& what) const {
    throw ConfigError(fmt::format("patches of row group {}: {}", run_, what));
}

void PatchWords::next(std::int64_t slices, PatchWord& word) {
    const std::int64_t n_out = plane_->network->n_out();
    word.count_bits = word.location_bits = word.entries = 0;
    word.per_slice.assign(static_cast<std::size_t>(slices), 0);
    word.places.clear();
    const std::int64_t first = slice_ - plane_->registers; // of the run's own slices; negative: fills the registers
    if (plane_->patches.format == PatchFormat::counted) {
        for (std::int64_t s = 0; s < slices; ++s)
            if (first + s >= 0) next_counted(first + s, s * n_out, word);
    } else {
        next_gaps((first + slices) * n_out, -first * n_out, word);
    }
    slice_ += slices;
}

std::int64_t PatchWords::take(const BitVector& bits, std::int64_t& at, std::int64_t end, int width) const {
    if (at + width > end)
        refuse(fmt::format("the {} end early: {} bits are left, {} are needed",
                           &bits == &plane_->patches.counts ? "counts" : "locations", end - at, width));
    const auto value = static_cast<std::int64_t>(bits.extract(at, width));
    at += width;
    return value;
}

void PatchWords::next_counted(std::int64_t slice, std::int64_t place, PatchWord& word) {
    const PatchStream& patches = plane_->patches;
    const std::int64_t n_out = plane_->network->n_out(), counts_begin = count_at_;
    if (slice % patches.block_slices == 0)
        count_width_ = static_cast<int>(take(patches.counts, count_at_, count_end_, count_width_bits));
    const std::int64_t count = take(patches.counts, count_at_, count_end_, count_width_);
    word.count_bits += count_at_ - counts_begin;
    if (count > n_out) refuse(fmt::format("slice {} of {} weights has {} patches", slice, n_out, count));
    const int width = location_bits(plane_->network->n_out());
    std::int64_t least = 0;
    for (std::int64_t i = 0; i < count; ++i) {
        const std::int64_t location = take(patches.locations, location_at_, location_end_, width);
        if (location < least || location >= n_out)
            refuse(fmt::format("slice {} has a patch at {}, allowed is {} to {}: patches ascend inside the slice",
                               slice, location, least, n_out - 1));
        word.places.push_back(place + location);
        least = location + 1;
    }
    word.location_bits += count * width;
    word.per_slice[static_cast<std::size_t>(place / n_out)] = count;
    word.entries += count;
}

void PatchWords::next_gaps(std::int64_t end, std::int64_t shift, PatchWord& word) {
    const int width = plane_->patches.gap_bits;
    const std::int64_t filler = (std::int64_t{1} << width) - 1;
    while (location_at_ < location_end_) {
        std::int64_t at = location_at_;
        const std::int64_t gap = take(plane_->patches.locations, at, location_end_, width);
        const std::int64_t passed = passed_ + (gap == filler ? filler : gap + 1);
        if (passed > end) return; // a later word's
        if (gap != filler) {
            word.places.push_back(passed - 1 + shift);
            ++word.per_slice[static_cast<std::size_t>(word.places.back() / plane_->network->n_out())];
        }
        passed_ = passed;
        location_at_ = at;
        word.location_bits += width;
        ++word.entries;
    }
}

} // namespace fracbit::models

#include "models/timing/patch_walk.hpp"

#include "models/core/error.hpp"

#include <fmt/format.h>

namespace fracbit::models::timing {
namespace {

[[noreturn]] void refuse(std::size_t run, const char* what) {
    throw ConfigError(fmt::format("patches of row group {}: {}; encode the weights again", run, what));
}

} // namespace

PatchWalk::PatchWalk(const StoredPlane& plane, std::size_t run)
    : stream_(&plane.patches), run_(run), n_out_(plane.network->n_out()),
      location_bits_(location_bits(plane.network->n_out())) {
    if (stream_->format == PatchFormat::none) return;
    count_at_ = stream_->runs[run].counts;
    count_end_ = stream_->runs[run + 1].counts;
    location_at_ = stream_->runs[run].locations;
    location_end_ = stream_->runs[run + 1].locations;
    if (stream_->format == PatchFormat::gaps)
        gaps_ = GapEntries(stream_->locations, location_at_, location_end_, stream_->gap_bits);
}

WordPatches PatchWalk::word(std::int64_t slices, Ring<std::int32_t>& slice_patches) {
    WordPatches word;
    if (stream_->format == PatchFormat::counted) {
        for (std::int64_t s = 0; s < slices; ++s) {
            const std::int64_t patches = count_of_next(word);
            word.patches += patches;
            slice_patches.push(static_cast<std::int32_t>(patches));
        }
        word.entries = word.patches;
        word.location_bits = word.patches * location_bits_;
        location_at_ += word.location_bits;
        if (location_at_ > location_end_) refuse(run_, "their locations end early");
    } else {
        const std::int64_t end = (slices_ + slices) * n_out_;
        for (std::int64_t s = 0; s < slices; ++s) {
            const std::int64_t slice_end = (slices_ + s + 1) * n_out_;
            std::int32_t patches = 0;
            for (; gaps_.within(end) && (gaps_.filler() || gaps_.element() < slice_end); gaps_.next()) {
                ++word.entries;
                patches += gaps_.filler() ? 0 : 1;
            }
            word.patches += patches;
            slice_patches.push(patches);
        }
        word.location_bits = word.entries * stream_->gap_bits;
    }
    slices_ += slices;
    return word;
}

std::int64_t PatchWalk::count_of_next(WordPatches& word) {
    const auto take = [&](int bits) {
        if (count_at_ + bits > count_end_) refuse(run_, "their counts end early");
        const auto value = static_cast<std::int64_t>(stream_->counts.extract(count_at_, bits));
        count_at_ += bits;
        word.count_bits += bits;
        return value;
    };
    if (block_left_ == 0) {
        width_ = static_cast<int>(take(count_width_bits));
        block_left_ = stream_->block_slices;
    }
    --block_left_;
    return width_ == 0 ? 0 : take(width_);
}

void PatchWalk::end() const {
    if (stream_->format == PatchFormat::none) return;
    const bool ended =
        stream_->format == PatchFormat::gaps ? gaps_.ended() : count_at_ == count_end_ && location_at_ == location_end_;
    if (!ended) refuse(run_, "bits are left over when all its slices are made");
}

} // namespace fracbit::models::timing

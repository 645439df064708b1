#include "models/timing/pruned_listing.hpp"

#include "models/core/error.hpp"
#include "models/timing/stored_checks.hpp"
#include "models/timing/weight_checks.hpp"

#include <algorithm>
#include <fmt/format.h>

namespace fracbit::models::timing {

void PrunedFacts::clear() {
    words.clear();
    slice_patches.clear();
    masks.clear();
    complete = false;
}

PrunedListing::PrunedListing(const LayerWork& work, PrunedFacts& facts)
    : work_(&work), facts_(&facts), units_(work), format_(slice_format(*work.architecture, *work.layer, *work.stored)) {
    check_storage(work);
    check_sparse_streams(work);
    check_unit(work);
    check_reader(work, format_.per_word * format_.stored);
    registers_ = work.stored->planes.front().registers;
    read_through_ = work.weights_stay || work.chunks == 1;
    if (work.stored->mask.format == MaskFormat::low_rank) band_begins_ = band_begins(work);
    const WeightPathConfig& config = work.architecture->weights;
    streams_[seeds] = {StreamId::weights, config.reader_bytes, "weights.reader_bytes", 0, 0, 0, {}};
    streams_[counts] = {StreamId::patch_counts, config.patch_bytes, "weights.patch_bytes", 0, 0, 0, {}};
    streams_[locations] = {StreamId::patch_locations, config.patch_bytes, "weights.patch_bytes", 0, 0, 0, {}};
    streams_[mask] = {StreamId::mask, config.mask_bytes, "weights.mask_bytes", 0, 0, 0, work.stored->mask.runs};
    find_addresses();
    if (read_through_)
        for (ListedStream& stream : streams_) stream.begin(0, stream.groups.back());
    facts.clear();
}

void PrunedListing::find_addresses() {
    std::int64_t seed_at = 0, count_at = 0, location_at = 0;
    const auto record = [&] {
        streams_[seeds].groups.push_back(seed_at);
        streams_[counts].groups.push_back(count_at);
        streams_[locations].groups.push_back(location_at);
    };
    record();
    for (std::size_t g = 0; g < work_->groups.size(); ++g) {
        const std::int64_t slices =
            registers_ + ceil_div(work_->rows(static_cast<std::int64_t>(g)) * work_->reduction, format_.decoded);
        seed_at += work_->planes * slices * format_.stored;
        for (const StoredPlane& plane : work_->stored->planes) {
            if (plane.patches.format == PatchFormat::none) continue;
            count_at += plane.patches.runs[g + 1].counts - plane.patches.runs[g].counts;
            location_at += plane.patches.runs[g + 1].locations - plane.patches.runs[g].locations;
        }
        record();
    }
}

void PrunedListing::list_unit(Segments& segments) {
    if (!offsets_listed_) list_offsets(segments);
    if (units_.first_of_step()) begin_step();
    if (units_.first_of_plane()) begin_run();
    wanted_ += units_.weights();
    while (made_ < wanted_) list_word(segments);
    if (slice_ == slices_) {
        patches_.end();
        masks_.end();
    }
    units_.advance();
    facts_->complete = units_.done();
}

/// 32 bits for every run of a stream of variable length.
void PrunedListing::list_offsets(Segments& segments) {
    offsets_listed_ = true;
    const QuantizedLayer& stored = *work_->stored;
    const PatchFormat patches = stored.planes.front().patches.format;
    const std::int64_t per_run = patches == PatchFormat::counted ? 2 : patches == PatchFormat::gaps ? 1 : 0;
    const std::int64_t per_group = per_run * work_->planes + (stored.mask.format == MaskFormat::relative_index ? 1 : 0);
    const std::int64_t bits = per_group * static_cast<std::int64_t>(work_->groups.size()) * patch_offset_bits;
    if (bits > 0) segments.push_back({StreamId::offsets, false, Mark::none, 0, 0, bits});
}

void PrunedListing::begin_step() {
    if (read_through_) return;
    const auto group = static_cast<std::size_t>(units_.group());
    for (ListedStream& stream : streams_) stream.begin(stream.groups[group], stream.groups[group + 1]);
}

void PrunedListing::begin_run() {
    const auto group = static_cast<std::size_t>(units_.group());
    ListedStream& masks = streams_[mask];
    if (work_->planes > 1) masks.begin(masks.groups[group], masks.groups[group + 1]);
    patches_ = PatchWalk(work_->stored->planes[static_cast<std::size_t>(units_.plane())], group);
    masks_ = MaskWalk(*work_, units_.group(), !band_begins_.empty() && band_begins_[group]);
    useful_ = work_->rows(units_.group()) * work_->reduction;
    slices_ = registers_ + ceil_div(useful_, format_.decoded);
    slice_ = made_ = wanted_ = 0;
}

void PrunedListing::list_word(Segments& segments) {
    PrunedWord word;
    word.slices = std::min(format_.per_word, slices_ - slice_);
    const std::int64_t end = slice_ + word.slices;
    const std::int64_t made = std::clamp<std::int64_t>((end - registers_) * format_.decoded, 0, useful_);
    word.useful = made - made_;
    word.seed_bits = word.slices * format_.stored;
    word.patched_slices = std::max<std::int64_t>(0, end - std::max(registers_, slice_));
    need(seeds, word.seed_bits, segments);
    if (work_->stored->planes.front().patches.format != PatchFormat::none) {
        word.patches = patches_.word(word.patched_slices, facts_->slice_patches);
        need(counts, word.patches.count_bits, segments);
        need(locations, word.patches.location_bits, segments);
    }
    while (masks_.made() < made) {
        const MaskStep step = masks_.next();
        facts_->masks.push(step);
        need(mask, step.bits, segments);
    }
    facts_->words.push(word);
    slice_ = end;
    made_ = made;
}

void PrunedListing::need(Part part, std::int64_t bits, Segments& segments) {
    ListedStream& stream = streams_[part];
    if (bits == 0) return;
    const std::int64_t burst = 8 * work_->architecture->memory.burst_bytes, least = ceil_div(bits, 8) + burst / 8;
    if (least > stream.capacity)
        throw ConfigError(fmt::format("layer '{}': the buffer of stream '{}' must hold what one word needs of it and a "
                                      "burst: set {} >= {}, found {}",
                                      work_->layer->name, to_string(stream.id), stream.key, least, stream.capacity));
    stream.needed += bits;
    if (stream.needed > stream.end)
        throw ConfigError(fmt::format("layer '{}': stream '{}' of row group {} ends early; encode the weights again",
                                      work_->layer->name, to_string(stream.id), units_.group()));
    if (stream.needed <= stream.listed) return;
    const std::int64_t end = std::min(stream.end, ceil_div(stream.needed, burst) * burst);
    if (!segments.empty() && segments.back().stream == stream.id && segments.back().mark == Mark::none &&
        segments.back().first + segments.back().bits == stream.listed && stream.listed % burst == 0)
        segments.back().bits += end - stream.listed;
    else
        segments.push_back({stream.id, false, Mark::none, 0, stream.listed, end - stream.listed});
    stream.listed = end;
}

} // namespace fracbit::models::timing

#include "models/schedule/segment_lists.hpp"

#include "models/core/error.hpp"
#include "models/schedule/stored_streams.hpp"
#include "models/schedule/stream_buffer.hpp"

#include <algorithm>
#include <fmt/format.h>
#include <string>

namespace fracbit::models {

namespace {

/// What a walker finds in the stored streams concerns the layer.
template <class Walk>
auto of_layer(const std::string& name, Walk walk) {
    try {
        return walk();
    } catch (const ConfigError& error) {
        throw ConfigError(fmt::format("layer '{}', {}", name, error.what()));
    }
}

} // namespace

void StreamFeed::open(const StreamPiece& piece) {
    if (piece.anew || next_ < piece.address) next_ = piece.address;
    end_ = piece.end;
}

void StreamFeed::need(std::vector<StreamSegment>& list, std::uint64_t bit) {
    const std::uint64_t end = std::min((bit + burst_bits_ - 1) / burst_bits_ * burst_bits_, end_);
    if (bit <= next_ || end <= next_) return; // a word that needs nothing asks for no burst, wherever reading began
    const auto bits = static_cast<std::int64_t>(end - next_);
    StreamSegment* last = list.empty() ? nullptr : &list.back();
    const bool joins = last != nullptr && last->stream == stream_ && last->lane == lane_ && next_ % burst_bits_ == 0 &&
                       last->first_bit + static_cast<std::uint64_t>(last->bits) == next_;
    if (joins)
        last->bits += bits;
    else
        list.push_back({stream_, false, next_, bits, lane_});
    next_ = end;
}

WeightSegments::WeightSegments(const Architecture& architecture, const LayerSchedule& schedule,
                               const QuantizedLayer& layer)
    : architecture_(architecture), schedule_(schedule), layer_(layer), stream_(schedule.weights),
      seeds_(schedule.layer.kind == LayerKind::attention ? StreamId::kv_cache : StreamId::weights,
             architecture.memory.burst_bytes),
      counts_(StreamId::patch_counts, architecture.memory.burst_bytes),
      locations_(StreamId::patch_locations, architecture.memory.burst_bytes),
      mask_(StreamId::mask, architecture.memory.burst_bytes),
      csr_counts_(StreamId::csr_counts, architecture.memory.burst_bytes) {
    if (!stream_.csr) return;
    for (int d = 0; d < layer.csr.decoders; ++d)
        lanes_.emplace_back(StreamId::csr_entries, architecture.memory.burst_bytes, d);
}

void WeightSegments::append_offsets(std::vector<StreamSegment>& list) const {
    const StreamPiece& table = stream_.offsets;
    if (table.bits > 0) list.push_back({StreamId::offsets, false, table.address, table.bits});
}

void WeightSegments::append_unit(std::vector<StreamSegment>& list, std::int64_t unit_index) {
    if (stream_.csr) return append_csr(list, unit_index);
    const WeightUnit& unit = stream_.units[static_cast<std::size_t>(unit_index)];
    const WeightRun& run = stream_.runs[static_cast<std::size_t>(unit.run)];
    if (unit.run != run_) open_run(unit.run);
    const std::int64_t end_slice = std::min(unit.end_slice, run.slices);
    if (stream_.slice.mask_bits > 0)
        append_words(list, end_slice);
    else
        seeds_.need(list, run.seeds.address + static_cast<std::uint64_t>(end_slice * stream_.slice.stored_bits));
}

void WeightSegments::open_run(std::int64_t index) {
    run_ = index;
    const WeightRun& run = stream_.runs[static_cast<std::size_t>(index)];
    seeds_.open(run.seeds);
    if (stream_.slice.mask_bits == 0) return;
    counts_.open(run.counts);
    locations_.open(run.locations);
    mask_.open(run.mask);
    slices_ = 0;
    count_bit_ = run.counts.address;
    location_bit_ = run.locations.address;
    mask_bit_ = run.mask.address;
    if (stream_.patched) patches_.emplace(layer_.planes[static_cast<std::size_t>(run.plane)], run.group);
    walk_.emplace(layer_.mask, mask_group(schedule_, layer_, run), architecture_.weights);
}

void WeightSegments::append_words(std::vector<StreamSegment>& list, std::int64_t end_slice) {
    const WeightRun& run = stream_.runs[static_cast<std::size_t>(run_)];
    const SliceShape& slice = stream_.slice;
    const WeightPathConfig& path = architecture_.weights;
    while (slices_ < end_slice) {
        const std::int64_t slices = std::min(slice.per_word, run.slices - slices_);
        slices_ += slices;
        seeds_.need(list, run.seeds.address + static_cast<std::uint64_t>(slices_ * slice.stored_bits));
        if (patches_) {
            of_layer(schedule_.layer.name, [&] { patches_->next(slices, word_); });
            check_fits(word_.buffer_bytes(architecture_.memory.burst_bytes), path.patch_bytes, "weights.patch_bytes");
            counts_.need(list, count_bit_ += static_cast<std::uint64_t>(word_.count_bits));
            locations_.need(list, location_bit_ += static_cast<std::uint64_t>(word_.location_bits));
        }
        append_mask(list, std::min(slices_ * slice.decoded_bits - run.skip, run.useful_bits));
        if (slices_ == run.slices) check_used_up(run);
    }
}

void WeightSegments::check_used_up(const WeightRun& run) const {
    const auto check = [&](const char* stream, const StreamPiece& piece, std::uint64_t read) {
        const std::int64_t left =
            static_cast<std::int64_t>(piece.address) + piece.bits - static_cast<std::int64_t>(read);
        if (left != 0)
            throw ConfigError(fmt::format(
                "layer '{}': {} bits are left of the {} of row group {}, plane {}, when all its weights are made",
                schedule_.layer.name, left, stream, run.group, run.plane));
    };
    check("patch counts", run.counts, count_bit_);
    check("patch locations", run.locations, location_bit_);
    check("mask", run.mask, mask_bit_);
}

void WeightSegments::append_mask(std::vector<StreamSegment>& list, std::int64_t elements) {
    while (walk_->elements() < elements) {
        const MaskStep step = of_layer(schedule_.layer.name, [&] { return walk_->next(); });
        check_fits(least_buffer_bytes(step.stream_bits, architecture_.memory.burst_bytes),
                   architecture_.weights.mask_bytes, "weights.mask_bytes");
        mask_.need(list, mask_bit_ += static_cast<std::uint64_t>(step.stream_bits));
    }
}

void WeightSegments::append_csr(std::vector<StreamSegment>& list, std::int64_t unit_index) {
    const std::int64_t per_group = stream_.tile_units ? schedule_.order.tiles() : 1;
    const std::int64_t step = unit_index / per_group, tile = unit_index % per_group;
    const std::int64_t group = stream_.units[static_cast<std::size_t>(unit_index)].run;
    const std::int64_t rows = schedule_.order.groups[static_cast<std::size_t>(group)].channels.channels;
    const StoredCsr& csr = layer_.csr;
    if (tile == 0) {
        csr_walk_.emplace(csr, group, rows);
        shares_.clear();
    }
    of_layer(schedule_.layer.name, [&] { csr_walk_->next(shares_); });

    const auto counts_of = [&](std::int64_t g) {
        return stream_.csr_counts + static_cast<std::uint64_t>(csr.count_runs[static_cast<std::size_t>(g)]);
    };
    if (step != csr_step_) {
        const bool anew = !stream_.continuous || csr_step_ < 0;
        const std::int64_t last =
            stream_.continuous ? static_cast<std::int64_t>(schedule_.order.groups.size()) : group + 1;
        csr_step_ = step;
        csr_counts_.open({counts_of(group), 0, counts_of(last), anew});
        for (std::size_t d = 0; d < lanes_.size(); ++d) {
            const std::uint64_t base = stream_.csr_entries[d];
            lanes_[d].open({base + csr_offset(csr, group, d), 0, base + csr_offset(csr, last, d), anew});
        }
    }
    check_fits(least_buffer_bytes(rows * csr.count_bits, architecture_.memory.burst_bytes),
               architecture_.csr.counts_bytes, "csr.counts_bytes");
    csr_counts_.need(list, counts_of(group) + static_cast<std::uint64_t>((tile + 1) * rows * csr.count_bits));

    // Bursts in the order in which the decoders, an entry a cycle each, come to need them.
    struct Need {
        std::int64_t entry;
        std::size_t decoder;
        std::uint64_t bit;
    };
    std::vector<Need> needs;
    const auto burst_bits = static_cast<std::uint64_t>(architecture_.memory.burst_bytes) * 8;
    const auto width = static_cast<std::uint64_t>(csr.entry_bits());
    for (std::size_t d = 0; d < lanes_.size(); ++d) {
        const std::uint64_t first =
            stream_.csr_entries[d] + csr_offset(csr, group, d) + static_cast<std::uint64_t>(shares_[d].first_bit);
        const std::uint64_t end = first + static_cast<std::uint64_t>(shares_[d].entries) * width;
        for (std::uint64_t bit = std::max(first, lanes_[d].next()); bit < end;
             bit = (bit / burst_bits + 1) * burst_bits)
            needs.push_back({static_cast<std::int64_t>((bit - first) / width), d, bit});
    }
    std::stable_sort(needs.begin(), needs.end(), [](const Need& a, const Need& b) { return a.entry < b.entry; });
    for (const Need& need : needs) lanes_[need.decoder].need(list, need.bit + 1);
}

void WeightSegments::check_fits(std::int64_t needed, std::int64_t buffer_bytes, const char* key) const {
    if (buffer_bytes >= needed) return;
    throw ConfigError(fmt::format(
        "layer '{}': a stream buffer cannot hold what one word needs and one burst: it takes {} >= {}, found {}",
        schedule_.layer.name, key, needed, buffer_bytes));
}

MaskGroup mask_group(const LayerSchedule& schedule, const QuantizedLayer& layer, const WeightRun& run) {
    const WorkOrder& order = schedule.order;
    const OutputGroup& group = order.groups[static_cast<std::size_t>(run.group)];
    MaskGroup mask;
    mask.run = mask.band_run = run.group;
    mask.rows = group.channels.channels;
    mask.order = layer.order;
    mask.tile_columns = layer.tile_columns;
    mask.reduction = order.reduction;
    if (layer.mask.format == MaskFormat::low_rank) mask.band_run = band_begin(layer, order, run.group);
    return mask;
}

void append_all(std::vector<StreamSegment>& list, const std::vector<StreamSegment>& more) {
    list.insert(list.end(), more.begin(), more.end());
}

StreamSegment scales_of(const LayerSchedule& schedule, std::int64_t step, std::uint64_t scale_address) {
    const ChannelBlock& channels = schedule.order.group(step).channels;
    const std::uint64_t address =
        scale_address + static_cast<std::uint64_t>(channels.first * schedule.scale_bytes_per_row);
    return {StreamId::scales, false, address * 8, channels.channels * schedule.scale_bytes_per_row * 8};
}

} // namespace fracbit::models

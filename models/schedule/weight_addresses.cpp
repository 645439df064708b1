#include "models/schedule/weight_addresses.hpp"

namespace fracbit::models {

WeightAddresses::WeightAddresses(const Architecture& architecture, const Layer& layer, const QuantizedLayer& weights,
                                 const WorkOrder& order, const WeightStream& stream, std::uint64_t base)
    : layer_(layer), weights_(weights), order_(order), slice_(stream.slice), continuous_(stream.continuous),
      pruned_(slice_.mask_bits > 0 && !stream.csr), csr_(stream.csr), burst_bits_(architecture.memory.burst_bytes * 8),
      base_bits_(static_cast<std::int64_t>(base) * 8) {
    if (csr_) {
        lay_out_csr();
        return;
    }
    if (pruned_) registers_ = weights.planes.front().registers;
    lay_out_groups();
    if (pruned_) lay_out_pruned();
}

std::int64_t WeightAddresses::aligned(std::int64_t bits) const { return ceil_div(bits, burst_bits_) * burst_bits_; }
std::int64_t WeightAddresses::slices_for(std::int64_t bits) const { return ceil_div(bits, slice_.decoded_bits); }

std::int64_t WeightAddresses::group_bits(std::size_t group) const {
    return order_.groups[group].channels.channels * order_.reduction * slice_.weight_bits;
}

void WeightAddresses::lay_out_groups() {
    std::int64_t address = 0, offset = 0;
    for (std::size_t g = 0; g < order_.groups.size(); ++g) {
        const std::int64_t stored = (registers_ + slices_for(group_bits(g))) * slice_.stored_bits;
        group_addresses_.push_back(address);
        group_offsets_.push_back(offset);
        address += order_.planes * aligned(stored);
        offset += stored;
    }
    group_offsets_.push_back(offset);
    plane_bits_ = aligned(slices_for(layer_.out_channels * order_.reduction * slice_.weight_bits) * slice_.stored_bits);
    bytes_ = static_cast<std::uint64_t>(weights_.order == StorageOrder::row_major ? order_.planes * plane_bits_ : address) / 8;
}

void WeightAddresses::lay_out_pruned() {
    std::int64_t at = base_bits_;
    const auto lay_out = [&](Area& area, auto bits_of) {
        at = aligned(at);
        area.starts.push_back(at);
        for (std::size_t g = 0; g < order_.groups.size(); ++g)
            for (std::size_t plane = 0; plane < weights_.planes.size(); ++plane) area.starts.push_back(at += bits_of(g, plane));
    };
    const auto patches = [&](std::size_t g, std::size_t plane, std::int64_t PatchStream::Run::*part) {
        const auto& runs = weights_.planes[plane].patches.runs;
        return runs.empty() ? 0 : runs[g + 1].*part - runs[g].*part;
    };
    lay_out(seeds_, [&](std::size_t g, std::size_t) { return group_offsets_[g + 1] - group_offsets_[g]; });
    lay_out(counts_, [&](std::size_t g, std::size_t plane) { return patches(g, plane, &PatchStream::Run::counts); });
    lay_out(locations_, [&](std::size_t g, std::size_t plane) { return patches(g, plane, &PatchStream::Run::locations); });
    // One mask for all planes.
    lay_out(mask_, [&](std::size_t g, std::size_t plane) { return plane == 0 ? weights_.mask.runs[g + 1] - weights_.mask.runs[g] : 0; });
    offsets_at_ = at = aligned(at);
    const PatchFormat format = weights_.planes.front().patches.format;
    const std::int64_t variable = format == PatchFormat::counted ? 2 : format == PatchFormat::gaps ? 1 : 0;
    const auto groups = static_cast<std::int64_t>(order_.groups.size());
    offsets_bits_ = patch_offset_bits * groups * (variable * order_.planes + (weights_.mask.format == MaskFormat::relative_index ? 1 : 0));
    bytes_ = static_cast<std::uint64_t>(aligned(at + offsets_bits_) - base_bits_) / 8;
}

void WeightAddresses::lay_out_csr() {
    const StoredCsr& csr = weights_.csr;
    const auto decoders = static_cast<std::size_t>(csr.decoders);
    std::int64_t at = base_bits_;
    for (std::size_t d = 0; d < decoders; ++d) {
        csr_entries_.push_back(static_cast<std::uint64_t>(at));
        for (std::size_t g = 0; g < order_.groups.size(); ++g) at += csr.entry_runs[g * decoders + d + 1] - csr.entry_runs[g * decoders + d];
        at = aligned(at);
    }
    csr_counts_ = static_cast<std::uint64_t>(at);
    bytes_ = static_cast<std::uint64_t>(aligned(at + csr.counts.size()) - base_bits_) / 8;
}

void WeightAddresses::place_tables(WeightStream& stream) const {
    stream.csr_entries = csr_entries_;
    stream.csr_counts = csr_counts_;
    const auto begin = static_cast<std::uint64_t>(offsets_at_);
    stream.offsets = {begin, offsets_bits_, begin + static_cast<std::uint64_t>(offsets_bits_), true};
}

void WeightAddresses::append_run(WeightStream& stream, std::int64_t step, std::int64_t plane) const {
    const std::size_t g = order_.group_of(step);
    if (weights_.order == StorageOrder::row_major) return append_row_major(stream, step, plane);
    if (pruned_) {
        stream.runs.push_back(pruned_run(step, plane));
        return;
    }
    WeightRun run;
    run.plane = plane;
    run.first_bit = group_offsets_[g];
    run.useful_bits = group_bits(g);
    run.slices = slices_for(run.useful_bits);
    const std::int64_t bits = run.slices * slice_.stored_bits;
    const auto address = static_cast<std::uint64_t>(base_bits_ + group_addresses_[g] + plane * aligned(bits));
    run.seeds = {address, bits, address + static_cast<std::uint64_t>(bits), true};
    stream.runs.push_back(run);
}

void WeightAddresses::append_row_major(WeightStream& stream, std::int64_t step, std::int64_t plane) const {
    const std::int64_t bits = group_bits(order_.group_of(step));
    const bool runs_on = continuous_ && order_.planes == 1 && !stream.runs.empty();
    if (!runs_on) {
        WeightRun run;
        run.plane = plane;
        const std::int64_t first = order_.group(step).channels.first * order_.reduction * slice_.weight_bits;
        const std::int64_t first_slice = first / slice_.decoded_bits;
        run.first_bit = first_slice * slice_.stored_bits;
        run.skip = first - first_slice * slice_.decoded_bits;
        run.seeds.address = static_cast<std::uint64_t>(base_bits_ + plane * plane_bits_ + run.first_bit);
        stream.runs.push_back(run);
    }
    WeightRun& run = stream.runs.back();
    run.useful_bits += bits;
    run.slices = slices_for(run.skip + run.useful_bits);
    run.seeds.bits = run.slices * slice_.stored_bits;
    run.seeds.end = run.seeds.address + static_cast<std::uint64_t>(run.seeds.bits);
}

StreamPiece WeightAddresses::Area::piece(std::size_t first, std::size_t end_of_reading, bool anew) const {
    return {static_cast<std::uint64_t>(starts[first]), starts[first + 1] - starts[first], static_cast<std::uint64_t>(starts[end_of_reading]), anew};
}

WeightRun WeightAddresses::pruned_run(std::int64_t step, std::int64_t plane) const {
    const std::size_t g = order_.group_of(step), planes = weights_.planes.size();
    const std::size_t first = g * planes + static_cast<std::size_t>(plane), all = order_.groups.size() * planes;
    WeightRun run;
    run.plane = plane;
    run.group = static_cast<std::int64_t>(g);
    run.first_bit = group_offsets_[g];
    run.useful_bits = group_bits(g);
    run.slices = registers_ + slices_for(run.useful_bits);
    run.skip = registers_ * slice_.decoded_bits;
    // A row group that is read again begins anew with each step; otherwise the streams are read through.
    const bool anew = continuous_ ? first == 0 : plane == 0;
    const std::size_t end = continuous_ ? all : (g + 1) * planes;
    run.seeds = seeds_.piece(first, end, anew);
    run.counts = counts_.piece(first, end, anew);
    run.locations = locations_.piece(first, end, anew);
    // The planes share a mask: with more than one of them each reads it anew.
    const bool through = continuous_ && planes == 1;
    run.mask = mask_.piece(g * planes, through ? all : g * planes + 1, !through || g == 0);
    return run;
}

} // namespace fracbit::models

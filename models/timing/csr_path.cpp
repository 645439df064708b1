#include "models/timing/csr_path.hpp"

#include <algorithm>

namespace fracbit::models::timing {

void CsrPath::reset(const LayerWork& work) {
    work_ = &work;
    const CsrConfig& config = work.architecture->csr;
    const StoredCsr& csr = work.stored->csr;
    links_.csr_counts.reset(8 * config.counts_bytes);
    links_.csr_entries.resize(static_cast<std::size_t>(csr.decoders));
    for (SteadyLink& link : links_.csr_entries) link.reset(8 * config.reader_bytes);
    decoders_.assign(static_cast<std::size_t>(csr.decoders), {});
    const std::int64_t readings = work.weights_stay ? 1 : work.chunks;
    units_ = static_cast<std::int64_t>(work.groups.size()) * work.plane_units() * readings;
    unit_ = end_ = count_bits_ = held_bits_ = slots_ = unbalanced_ = 0;
    begin_ = unknown;
    width_ = csr.entry_bits();
    tally_ = {};
}

bool CsrPath::advance() {
    bool moved = false;
    while (!done()) {
        if (begin_ == unknown) {
            if (!begin_unit()) break;
            moved = true;
        }
        if (!take_entries()) break;
        end_unit();
        moved = true;
    }
    return moved;
}

bool CsrPath::begin_unit() {
    if (facts_.units.empty()) return false;
    const CsrFacts::Unit& unit = facts_.units.front();
    const std::int64_t usable = links_.csr_counts.arrived.when(count_bits_ + unit.count_bits);
    if (usable == unknown) return false;
    const std::int64_t held = unit.weights * work_->held_bits;
    const std::int64_t space =
        links_.units_freed.when(held_bits_ + held - 8 * work_->architecture->weights.buffer_bytes);
    if (space == unknown) return false;
    count_bits_ += unit.count_bits;
    held_bits_ += held;
    begin_ = std::max({end_, usable, space});
    tally_.unit(usable, begin_, 0);
    if (unit.count_bits > 0) links_.csr_counts.space.freed.add(unit.count_bits, begin_ + 1);
    std::int64_t longest = 1;
    for (Decoder& decoder : decoders_) {
        decoder.left = facts_.shares.front();
        facts_.shares.pop();
        decoder.free = begin_;
        longest = std::max(longest, decoder.left);
        unbalanced_ -= decoder.left;
    }
    unbalanced_ += longest * static_cast<std::int64_t>(decoders_.size());
    facts_.units.pop();
    stretches_.clear();
    return true;
}

/// True when every decoder has taken its entries.
bool CsrPath::take_entries() {
    bool all = true;
    for (std::size_t d = 0; d < decoders_.size(); ++d) {
        Decoder& decoder = decoders_[d];
        SteadyLink& link = links_.csr_entries[d];
        while (decoder.left > 0) {
            // Entries whose last bit came with the same burst are usable together.
            const std::int64_t usable = link.arrived.when(decoder.taken_bits + width_);
            if (usable == unknown) break;
            const std::int64_t entries =
                std::min(decoder.left, (link.arrived.passed().amount - decoder.taken_bits) / width_);
            const std::int64_t first = std::max(decoder.free, usable);
            if (!stretches_.empty() && decoder.free > begin_ &&
                stretches_.back().first + stretches_.back().entries == first)
                stretches_.back().entries += entries;
            else
                stretches_.push_back({first, entries});
            link.space.freed.add_each(width_, entries, first + 1);
            decoder.free = first + entries;
            decoder.taken_bits += entries * width_;
            decoder.left -= entries;
        }
        all = all && decoder.left == 0;
    }
    return all;
}

void CsrPath::end_unit() {
    end_ = begin_ + 1;
    if (stretches_.empty()) {
        tally_.unit(begin_, begin_, 1);
    } else {
        // Cycles in which anybody takes an entry are busy, the others wait for entries.
        std::sort(stretches_.begin(), stretches_.end(),
                  [](const Stretch& a, const Stretch& b) { return a.first < b.first; });
        for (const Stretch& stretch : stretches_) {
            const std::int64_t first = std::max(stretch.first, tally_.free()), end = stretch.first + stretch.entries;
            if (end > first) tally_.unit(first, first, end - first);
        }
        end_ = tally_.free();
    }
    slots_ += (end_ - begin_) * static_cast<std::int64_t>(decoders_.size());
    links_.unit_whole.push(end_);
    begin_ = unknown;
    ++unit_;
}

CsrCounts CsrPath::counts() const {
    const StoredCsr& csr = work_->stored->csr;
    const std::int64_t readings = work_->weights_stay ? 1 : work_->chunks, all = csr.entries.size() / width_;
    const std::uint64_t filler = (std::uint64_t{1} << csr.gap_bits) - 1;
    CsrCounts counts;
    // The distance comes first, in the low bits.
    for (std::int64_t i = 0; i < all; ++i)
        counts.fillers += csr.entries.extract(i * width_, csr.gap_bits) == filler ? 1 : 0;
    counts.slots = slots_;
    counts.entries = readings * (all - counts.fillers);
    counts.fillers *= readings;
    counts.unbalanced = unbalanced_;
    counts.starved = slots_ - counts.entries - counts.fillers - unbalanced_;
    return counts;
}

} // namespace fracbit::models::timing

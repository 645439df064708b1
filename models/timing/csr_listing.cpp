#include "models/timing/csr_listing.hpp"

#include "models/core/error.hpp"
#include "models/timing/stored_checks.hpp"
#include "models/timing/weight_checks.hpp"

#include <algorithm>
#include <fmt/format.h>
#include <limits>

namespace fracbit::models::timing {
namespace {

void check_fits(const LayerWork& work, std::int64_t bits, std::int64_t found, const char* key) {
    const std::int64_t least = ceil_div(bits, 8) + work.architecture->memory.burst_bytes;
    if (bits > 0 && found < least)
        throw ConfigError(fmt::format("layer '{}': a buffer of the CSR decoders must hold what they need at a time and "
                                      "a burst: set {} >= {}, found {}",
                                      work.layer->name, key, least, found));
}

} // namespace

CsrListing::CsrListing(const LayerWork& work, CsrFacts& facts)
    : work_(&work), csr_(&work.stored->csr), facts_(&facts), units_(work), decoders_(csr_->decoders),
      burst_bits_(8 * work.architecture->memory.burst_bytes) {
    check_storage(work);
    check_csr_streams(work);
    check_unit(work);
    check_fits(work, csr_->entry_bits(), work.architecture->csr.reader_bytes, "csr.reader_bytes");
    read_through_ = work.weights_stay || work.chunks == 1;
    counts_.groups = csr_->count_runs;
    entries_.resize(static_cast<std::size_t>(decoders_));
    for (std::size_t d = 0; d < entries_.size(); ++d) {
        std::vector<std::int64_t>& groups = entries_[d].groups;
        groups.push_back(0);
        for (std::size_t run = d; run + 1 < csr_->entry_runs.size(); run += entries_.size())
            groups.push_back(groups.back() + csr_->entry_runs[run + 1] - csr_->entry_runs[run]);
        entries_[d].begin(0, groups.back());
    }
    counts_.begin(0, counts_.groups.back());
    shares_.resize(entries_.size());
    begins_.resize(entries_.size());
    facts.units.clear();
    facts.shares.clear();
}

void CsrListing::list_unit(Segments& segments) {
    if (units_.first_of_step()) begin_group();
    const std::int64_t rows = work_->rows(units_.group());
    list_counts(rows, segments);
    list_entries(segments);
    facts_->units.push({rows * csr_->count_bits, units_.weights()});
    const std::int64_t group = units_.group(), step = units_.step();
    units_.advance();
    if (!units_.done() && units_.step() == step) return;
    for (const ListedStream& stream : entries_)
        if (stream.needed != stream.groups[static_cast<std::size_t>(group) + 1])
            throw ConfigError(fmt::format("layer '{}': row group {}: the counts of CSR entries are not those of the "
                                          "stored entries; encode the weights again",
                                          work_->layer->name, group));
}

void CsrListing::begin_group() {
    const auto group = static_cast<std::size_t>(units_.group());
    count_at_ = csr_->count_runs[group];
    if (read_through_) return;
    counts_.begin(counts_.groups[group], counts_.groups[group + 1]);
    for (ListedStream& stream : entries_) stream.begin(stream.groups[group], stream.groups[group + 1]);
}

void CsrListing::list_counts(std::int64_t rows, Segments& segments) {
    std::fill(shares_.begin(), shares_.end(), 0);
    for (std::int64_t row = 0; row < rows; ++row, count_at_ += csr_->count_bits)
        shares_[static_cast<std::size_t>(row % decoders_)] +=
            static_cast<std::int64_t>(csr_->counts.extract(count_at_, csr_->count_bits));
    check_fits(*work_, rows * csr_->count_bits, work_->architecture->csr.counts_bytes, "csr.counts_bytes");
    counts_.needed += rows * csr_->count_bits;
    if (counts_.needed <= counts_.listed) return;
    const std::int64_t end = std::min(counts_.end, ceil_div(counts_.needed, burst_bits_) * burst_bits_);
    segments.push_back({StreamId::csr_counts, false, Mark::none, 0, counts_.listed, end - counts_.listed});
    counts_.listed = end;
}

/// Bursts in the order in which decoders that take an entry a cycle come to need them.
void CsrListing::list_entries(Segments& segments) {
    const std::int64_t width = csr_->entry_bits();
    for (std::size_t d = 0; d < entries_.size(); ++d) {
        begins_[d] = entries_[d].needed;
        entries_[d].needed += shares_[d] * width;
        facts_->shares.push(shares_[d]);
        if (entries_[d].needed > entries_[d].end)
            throw ConfigError(
                fmt::format("layer '{}': the entries of CSR decoder {} end early; encode the weights again",
                            work_->layer->name, d));
    }
    for (;;) {
        std::int64_t first = std::numeric_limits<std::int64_t>::max();
        std::size_t next = 0;
        for (std::size_t d = 0; d < entries_.size(); ++d) {
            const ListedStream& stream = entries_[d];
            if (stream.needed <= stream.listed || stream.needed == begins_[d]) continue;
            const std::int64_t entry = (std::max(stream.listed, begins_[d]) - begins_[d]) / width;
            if (entry >= first) continue;
            first = entry;
            next = d;
        }
        if (first == std::numeric_limits<std::int64_t>::max()) return;
        ListedStream& stream = entries_[next];
        const std::int64_t end = std::min(stream.end, (stream.listed / burst_bits_ + 1) * burst_bits_);
        segments.push_back({StreamId::csr_entries, false, Mark::none, static_cast<std::int32_t>(next), stream.listed,
                            end - stream.listed});
        stream.listed = end;
    }
}

} // namespace fracbit::models::timing

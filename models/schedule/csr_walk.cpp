#include "models/schedule/csr_walk.hpp"

#include "models/core/error.hpp"

#include <fmt/format.h>

namespace fracbit::models {

CsrWalk::CsrWalk(const StoredCsr& csr, std::int64_t group, std::int64_t rows)
    : csr_(&csr), group_(group), rows_(rows), count_at_(csr.count_runs[static_cast<std::size_t>(group)]) {}

void CsrWalk::next(std::vector<CsrShare>& shares) {
    const std::int64_t end = csr_->count_runs[static_cast<std::size_t>(group_) + 1];
    if (count_at_ + rows_ * csr_->count_bits > end) throw ConfigError(fmt::format("CSR row group {}: its entry counts end early", group_));
    shares.resize(static_cast<std::size_t>(csr_->decoders));
    for (CsrShare& share : shares) {
        share.first_bit += share.entries * csr_->entry_bits();
        share.entries = 0;
        share.segments.clear();
    }
    for (std::int64_t row = 0; row < rows_; ++row, count_at_ += csr_->count_bits) {
        const auto count = static_cast<std::int64_t>(csr_->counts.extract(count_at_, csr_->count_bits));
        CsrShare& share = shares[static_cast<std::size_t>(row % csr_->decoders)];
        share.segments.push_back(count);
        share.entries += count;
    }
    check(shares);
}

void CsrWalk::check(const std::vector<CsrShare>& shares) const {
    const bool last = count_at_ == csr_->count_runs[static_cast<std::size_t>(group_) + 1];
    for (std::size_t d = 0; d < shares.size(); ++d) {
        const std::size_t run = static_cast<std::size_t>(group_) * shares.size() + d;
        const std::int64_t counted = shares[d].first_bit / csr_->entry_bits() + shares[d].entries;
        const std::int64_t stored = csr_->entry_runs[run + 1] - csr_->entry_runs[run];
        if (last ? counted * csr_->entry_bits() == stored : counted * csr_->entry_bits() <= stored) continue;
        throw ConfigError(fmt::format("CSR row group {}, decoder {}: {} entries are counted, {} bits of entries are stored, must be {} bits each", group_, d,
                                      counted, stored, csr_->entry_bits()));
    }
}

std::uint64_t csr_offset(const StoredCsr& csr, std::int64_t group, std::size_t decoder) {
    std::int64_t bits = 0;
    const auto decoders = static_cast<std::size_t>(csr.decoders);
    for (std::size_t g = 0; g < static_cast<std::size_t>(group); ++g)
        bits += csr.entry_runs[g * decoders + decoder + 1] - csr.entry_runs[g * decoders + decoder];
    return static_cast<std::uint64_t>(bits);
}

} // namespace fracbit::models

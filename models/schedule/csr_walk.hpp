// The CSR entries of a row group, unit by unit: how many each decoder has (models/model/stored_csr.hpp says how they are
// stored). The simulator's own reading, apart from that of the functional path.
#pragma once

#include "models/model/stored_csr.hpp"

#include <cstdint>
#include <vector>

namespace fracbit::models {

/// What one decoder does of a unit.
struct CsrShare {
    std::int64_t first_bit = 0; ///< in the decoder's stream, from the row group's first bit on
    std::int64_t entries = 0;   ///< fillers included
    std::vector<std::int64_t> segments; ///< entries of each of its rows
};

class CsrWalk {
public:
    /// `csr` must outlive the object and pass check_stored_streams.
    CsrWalk(const StoredCsr& csr, std::int64_t group, std::int64_t rows);
    /// The next unit (tile, or the whole group) of each decoder. Throws ConfigError if there is none, or the counts are not those
    /// of the entries that are stored.
    void next(std::vector<CsrShare>& shares);

private:
    void check(const std::vector<CsrShare>& shares) const;

    const StoredCsr* csr_;
    std::int64_t group_, rows_;
    std::int64_t count_at_;
};

/// Bits of a decoder's stream before row group `group` (one past the last is allowed).
std::uint64_t csr_offset(const StoredCsr& csr, std::int64_t group, std::size_t decoder);

} // namespace fracbit::models

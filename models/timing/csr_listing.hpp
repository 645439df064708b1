// CSR weights in the memory channel's list, and what each unit will need of them (docs/machine.md, "The CSR baseline").
#pragma once

#include "models/timing/plain_weights.hpp"
#include "models/timing/pruned_listing.hpp"

#include <vector>

namespace fracbit::models::timing {

/// Units that have been listed: their counts' bits, weights, and each decoder's entries (`decoders` a unit).
struct CsrFacts {
    struct Unit {
        std::int64_t count_bits = 0, weights = 0;
    };
    Ring<Unit> units;
    Ring<std::int64_t> shares;
};

class CsrListing {
public:
    /// Throws ConfigError naming the layer if the streams are not those of the layer or do not fit their buffers.
    CsrListing(const LayerWork& work, CsrFacts& facts);
    [[nodiscard]] bool done() const { return units_.done(); }
    [[nodiscard]] const UnitWalk& next() const { return units_; }
    /// Throws ConfigError if the counts are not those of the entries.
    void list_unit(Segments& segments);

private:
    void begin_group();
    void list_counts(std::int64_t rows, Segments& segments);
    void list_entries(Segments& segments);

    const LayerWork* work_;
    const StoredCsr* csr_;
    CsrFacts* facts_;
    UnitWalk units_;
    bool read_through_ = false;
    std::int64_t decoders_, burst_bits_;
    ListedStream counts_;
    std::int64_t count_at_ = 0;
    std::vector<ListedStream> entries_; ///< by decoder
    std::vector<std::int64_t> shares_, begins_;
};

} // namespace fracbit::models::timing

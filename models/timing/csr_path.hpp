// The CSR decoders: which unit begins when, and which decoder takes its entries in which cycles (docs/machine.md,
// "csr_decoder").
#pragma once

#include "models/timing/csr_listing.hpp"
#include "models/timing/layer_work.hpp"
#include "models/timing/links.hpp"
#include "models/timing/tally.hpp"

#include <vector>

namespace fracbit::models::timing {

class CsrPath {
public:
    explicit CsrPath(Links& links) : links_(links) {}
    void reset(const LayerWork& work);
    bool advance();
    [[nodiscard]] bool done() const { return unit_ == units_; }
    [[nodiscard]] CsrFacts& facts() { return facts_; }
    [[nodiscard]] BlockCycles cycles(std::int64_t total) const { return tally_.cycles(total); }
    /// Slots; entries and fillers of the whole layer.
    [[nodiscard]] CsrCounts counts() const;

private:
    /// Entries taken in a row, from cycle `first` on.
    struct Stretch {
        std::int64_t first = 0, entries = 0;
    };
    struct Decoder {
        std::int64_t left = 0; ///< entries of the unit
        std::int64_t free = 0; ///< first cycle in which it can take one
        std::int64_t taken_bits = 0;
        std::int64_t arrived_bits = 0, arrived = 0; ///< of the burst it works on
    };
    bool begin_unit();
    bool take_entries();
    void end_unit();

    Links& links_;
    const LayerWork* work_ = nullptr;
    CsrFacts facts_;
    std::vector<Decoder> decoders_;
    std::vector<Stretch> stretches_; ///< of the unit, all decoders
    std::int64_t units_ = 0, unit_ = 0;
    std::int64_t begin_ = unknown; ///< of the unit that is being decoded
    std::int64_t end_ = 0;         ///< first cycle after the last unit
    std::int64_t count_bits_ = 0, held_bits_ = 0, width_ = 1, slots_ = 0, unbalanced_ = 0;
    Tally tally_;
};

} // namespace fracbit::models::timing

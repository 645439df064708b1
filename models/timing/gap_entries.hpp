// Streams of distances: an entry either passes elements up to and including one that it means, or is a filler that only
// passes.
#pragma once

#include "models/gf2/bit_vector.hpp"

#include <cstdint>

namespace fracbit::models::timing {

class GapEntries {
public:
    GapEntries() = default;
    /// Bits [first, end) of `bits`, entries of `width` bits, at most 24.
    GapEntries(const BitVector& bits, std::int64_t first, std::int64_t end, int width)
        : bits_(&bits), at_(first), end_(end), width_(width) {
        read();
    }

    /// Whether the next entry passes no element from `end` on.
    [[nodiscard]] bool within(std::int64_t end) const { return has_next_ && passed_ + advance_ <= end; }
    [[nodiscard]] bool filler() const { return filler_; }
    /// The element that the next entry means.
    [[nodiscard]] std::int64_t element() const { return passed_ + advance_ - 1; }
    void next() {
        passed_ += advance_;
        at_ += width_;
        read();
    }
    /// Nothing is left, not even a part of an entry.
    [[nodiscard]] bool ended() const { return at_ == end_; }

private:
    void read() {
        has_next_ = at_ + width_ <= end_;
        if (!has_next_) return;
        const auto value = static_cast<std::int64_t>(bits_->extract(at_, width_)),
                   most = (std::int64_t{1} << (width_ & 31)) - 1;
        filler_ = value == most;
        advance_ = filler_ ? most : value + 1;
    }
    const BitVector* bits_ = nullptr;
    std::int64_t at_ = 0, end_ = 0, passed_ = 0, advance_ = 0;
    int width_ = 1;
    bool has_next_ = false, filler_ = false;
};

} // namespace fracbit::models::timing

// Fields of any width in a row in a BitVector, lowest bit first.
#pragma once

#include "models/gf2/bit_vector.hpp"

#include <cstdint>
#include <optional>
#include <utility>

namespace fracbit::models {

/// Appends fields.
class BitWriter {
public:
    /// The `width` low bits of `value`; 0 <= width <= 64.
    void write(std::uint64_t value, int width) {
        const std::int64_t at = bits_.size();
        bits_.resize(at + width);
        bits_.deposit(at, width, value);
    }
    [[nodiscard]] std::int64_t size() const { return bits_.size(); }
    [[nodiscard]] BitVector take() && { return std::move(bits_); }

private:
    BitVector bits_;
};

/// Reads fields from bits [first, end), which must lie inside the vector; the vector must outlive the reader.
class BitReader {
public:
    BitReader(const BitVector& bits, std::int64_t first, std::int64_t end) : bits_(&bits), at_(first), end_(end) {}
    [[nodiscard]] std::int64_t left() const { return end_ - at_; }
    /// The next `width` bits, 0 <= width <= 64; nothing, and nothing is read, if fewer are left.
    [[nodiscard]] std::optional<std::uint64_t> read(int width) {
        if (left() < width) return std::nullopt;
        const std::uint64_t value = bits_->extract(at_, width);
        at_ += width;
        return value;
    }

private:
    const BitVector* bits_;
    std::int64_t at_;
    std::int64_t end_;
};

} // namespace fracbit::models

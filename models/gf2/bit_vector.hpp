// A packed vector of bits, bit i in word i/64 at position i%64. Bits past the end are zero.
// Positions are not checked: they must lie inside the vector.
#pragma once

#include <cassert>
#include <cstdint>
#include <span>
#include <vector>

namespace fracbit::models {

class BitVector {
public:
    BitVector() = default;
    explicit BitVector(std::int64_t size) : size_(size), words_(static_cast<std::size_t>((size + 63) / 64)) {}

    [[nodiscard]] std::int64_t size() const { return size_; }
    [[nodiscard]] bool get(std::int64_t i) const { return (words_[static_cast<std::size_t>(i >> 6)] >> (i & 63)) & 1U; }
    void set(std::int64_t i, bool value) {
        auto& word = words_[static_cast<std::size_t>(i >> 6)];
        word = (word & ~(std::uint64_t{1} << (i & 63))) | (std::uint64_t{value} << (i & 63));
    }
    /// Bits [first, first + count) as a number, lowest bit first; 0 <= count <= 64; must lie inside the vector.
    [[nodiscard]] std::uint64_t extract(std::int64_t first, int count) const {
        assert(count >= 0 && count <= 64);
        if (count == 0) return 0;
        const auto word = static_cast<std::size_t>(first >> 6);
        const int shift = static_cast<int>(first & 63);
        std::uint64_t bits = words_[word] >> shift;
        if (shift + count > 64) bits |= words_[word + 1] << (64 - shift);
        return bits & low_mask(count);
    }
    /// Overwrites bits [first, first + count); higher bits of `bits` are ignored.
    void deposit(std::int64_t first, int count, std::uint64_t bits) {
        assert(count >= 0 && count <= 64);
        if (count == 0) return;
        const auto word = static_cast<std::size_t>(first >> 6);
        const int shift = static_cast<int>(first & 63);
        const std::uint64_t mask = low_mask(count);
        bits &= mask;
        words_[word] = (words_[word] & ~(mask << shift)) | (bits << shift);
        if (shift + count > 64) {
            const int high = shift + count - 64;
            words_[word + 1] = (words_[word + 1] & ~low_mask(high)) | (bits >> (64 - shift));
        }
    }
    /// Copies `count` bits from `source` at `from` to this vector at `to`; any count; `source` may be this vector.
    void copy(std::int64_t to, const BitVector& source, std::int64_t from, std::int64_t count);
    void resize(std::int64_t size);
    [[nodiscard]] std::int64_t count_ones() const;

    [[nodiscard]] std::span<const std::uint64_t> words() const { return words_; }
    [[nodiscard]] std::span<std::uint64_t> words() { return words_; }

    friend bool operator==(const BitVector&, const BitVector&) = default;

private:
    static constexpr std::uint64_t low_mask(int count) {
        return count >= 64 ? ~std::uint64_t{0} : (std::uint64_t{1} << count) - 1;
    }

    std::int64_t size_ = 0;
    std::vector<std::uint64_t> words_;
};

} // namespace fracbit::models

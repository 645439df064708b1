// Hash tables of sums of inputs (64-bit masks, never 0), as small and quick as the search for circuits needs them.
#pragma once

#include <bit>
#include <cstdint>
#include <utility>
#include <vector>

namespace fracbit::models {

inline std::size_t hash_of(std::uint64_t sum) {
    sum ^= sum >> 32;
    sum *= 0x9e3779b97f4a7c15U; // Fibonacci hashing: the upper bits are good
    return static_cast<std::size_t>(sum >> 20);
}

/// Sum -> value.
template <typename Value>
class SumMap {
public:
    explicit SumMap(std::size_t expected = 64) { reserve(expected); }

    [[nodiscard]] const Value* find(std::uint64_t sum) const {
        for (std::size_t at = hash_of(sum) & mask_; keys_[at] != 0; at = (at + 1) & mask_)
            if (keys_[at] == sum) return &values_[at];
        return nullptr;
    }

    /// The value of the sum, made if it is new.
    Value& operator[](std::uint64_t sum) {
        if (2 * (size_ + 1) > keys_.size()) reserve(2 * size_ + 2);
        std::size_t at = hash_of(sum) & mask_;
        for (; keys_[at] != 0; at = (at + 1) & mask_)
            if (keys_[at] == sum) return values_[at];
        keys_[at] = sum;
        ++size_;
        return values_[at];
    }

    void clear() {
        if (size_ == 0) return;
        keys_.assign(keys_.size(), 0);
        values_.assign(values_.size(), Value{});
        size_ = 0;
    }

private:
    void reserve(std::size_t expected) {
        const std::size_t places = std::bit_ceil(4 * expected);
        std::vector<std::uint64_t> keys(places, 0);
        std::vector<Value> values(places);
        keys_.swap(keys);
        values_.swap(values);
        mask_ = places - 1;
        size_ = 0;
        for (std::size_t i = 0; i < keys.size(); ++i)
            if (keys[i] != 0) (*this)[keys[i]] = std::move(values[i]);
    }

    std::vector<std::uint64_t> keys_;
    std::vector<Value> values_;
    std::size_t mask_ = 0;
    std::size_t size_ = 0;
};

/// A set of sums for many questions that are mostly answered no: a bit for each hash value says so at once.
class SumSet {
public:
    SumSet() { grow(1 << 12); }

    [[nodiscard]] bool contains(std::uint64_t sum) const {
        const std::size_t hash = hash_of(sum);
        if ((filter_[(hash & filter_mask_) / 64] >> (hash & 63) & 1) == 0) return false;
        for (std::size_t at = hash & mask_; keys_[at] != 0; at = (at + 1) & mask_)
            if (keys_[at] == sum) return true;
        return false;
    }

    void insert(std::uint64_t sum) {
        if (2 * (size_ + 1) > keys_.size()) grow(2 * keys_.size());
        const std::size_t hash = hash_of(sum);
        std::size_t at = hash & mask_;
        for (; keys_[at] != 0; at = (at + 1) & mask_)
            if (keys_[at] == sum) return;
        keys_[at] = sum;
        filter_[(hash & filter_mask_) / 64] |= std::uint64_t{1} << (hash & 63);
        ++size_;
    }

private:
    void grow(std::size_t places) {
        std::vector<std::uint64_t> keys(places, 0);
        keys_.swap(keys);
        mask_ = places - 1;
        filter_mask_ = 8 * places - 1; // at most one bit in 16 is set
        filter_.assign(8 * places / 64, 0);
        size_ = 0;
        for (const std::uint64_t sum : keys)
            if (sum != 0) insert(sum);
    }

    std::vector<std::uint64_t> keys_, filter_;
    std::size_t mask_ = 0, filter_mask_ = 0;
    std::size_t size_ = 0;
};

} // namespace fracbit::models

#include "models/gf2/bit_vector.hpp"

#include <bit>

namespace fracbit::models {
namespace {

constexpr std::uint64_t low_mask(int count) {
    return count >= 64 ? ~std::uint64_t{0} : (std::uint64_t{1} << count) - 1;
}

} // namespace

std::uint64_t BitVector::extract(std::int64_t first, int count) const {
    if (count == 0) return 0;
    const auto word = static_cast<std::size_t>(first >> 6);
    const int shift = static_cast<int>(first & 63);
    std::uint64_t bits = words_[word] >> shift;
    if (shift + count > 64) bits |= words_[word + 1] << (64 - shift);
    return bits & low_mask(count);
}

void BitVector::deposit(std::int64_t first, int count, std::uint64_t bits) {
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

void BitVector::copy(std::int64_t to, const BitVector& source, std::int64_t from, std::int64_t count) {
    if (this == &source && from < to && to < from + count) return copy(to, BitVector(source), from, count); // overlap
    for (std::int64_t done = 0; done < count; done += 64) {
        const int step = static_cast<int>(count - done < 64 ? count - done : 64);
        deposit(to + done, step, source.extract(from + done, step));
    }
}

void BitVector::resize(std::int64_t size) {
    words_.resize(static_cast<std::size_t>((size + 63) / 64));
    if (size < size_ && size % 64 != 0) words_.back() &= low_mask(static_cast<int>(size % 64));
    size_ = size;
}

std::int64_t BitVector::count_ones() const {
    std::int64_t ones = 0;
    for (const auto word : words_) ones += std::popcount(word);
    return ones;
}

} // namespace fracbit::models

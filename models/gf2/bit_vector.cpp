#include "models/gf2/bit_vector.hpp"

#include <bit>

namespace fracbit::models {
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

// Units as types: a count of cycles cannot be added to a count of bytes. Zero-cost wrappers around a 64-bit integer.
#pragma once

#include <compare>
#include <cstdint>

namespace fracbit {

template <class Tag>
class Quantity {
public:
    constexpr Quantity() = default;
    constexpr explicit Quantity(std::int64_t count) : count_(count) {}
    [[nodiscard]] constexpr std::int64_t count() const { return count_; }

    constexpr Quantity& operator+=(Quantity other) { return count_ += other.count_, *this; }
    constexpr Quantity& operator-=(Quantity other) { return count_ -= other.count_, *this; }
    constexpr Quantity& operator++() { return ++count_, *this; }
    friend constexpr Quantity operator+(Quantity a, Quantity b) { return Quantity(a.count_ + b.count_); }
    friend constexpr Quantity operator-(Quantity a, Quantity b) { return Quantity(a.count_ - b.count_); }
    friend constexpr Quantity operator*(Quantity a, std::int64_t n) { return Quantity(a.count_ * n); }
    friend constexpr Quantity operator*(std::int64_t n, Quantity a) { return a * n; }
    // clang-tidy 14 takes the 0 that `<=>` is compared with for a pointer.
    friend constexpr auto operator<=>(Quantity, Quantity) = default; // NOLINT(modernize-use-nullptr)

private:
    std::int64_t count_ = 0;
};

using Cycles = Quantity<struct CyclesTag>; ///< a duration or a point in time, in clock cycles
using Bits = Quantity<struct BitsTag>;
using Bytes = Quantity<struct BytesTag>;

constexpr std::int64_t ceil_div(std::int64_t a, std::int64_t b) { return (a + b - 1) / b; }

constexpr Bits to_bits(Bytes bytes) { return Bits(bytes.count() * 8); }
constexpr Bytes to_bytes_rounded_up(Bits bits) { return Bytes(ceil_div(bits.count(), 8)); }

} // namespace fracbit

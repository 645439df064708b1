// A key made of integers.
#pragma once

#include <array>
#include <bit>
#include <cstddef>
#include <cstdint>

namespace fracbit::explorer {

template <std::size_t Size>
class IntegerKey {
public:
    void add(std::int64_t value) { values_.at(count_++) = value; }
    void add(double value) { add(std::bit_cast<std::int64_t>(value)); }
    [[nodiscard]] std::size_t hash() const {
        std::uint64_t hash = count_;
        for (std::size_t i = 0; i < count_; ++i) {
            hash = (hash ^ static_cast<std::uint64_t>(values_[i])) * 0x9e3779b97f4a7c15U;
            hash ^= hash >> 32U;
        }
        return hash;
    }
    friend bool operator==(const IntegerKey&, const IntegerKey&) = default;

private:
    std::array<std::int64_t, Size> values_{};
    std::size_t count_ = 0;
};

} // namespace fracbit::explorer

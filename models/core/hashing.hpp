// Hashes of bytes and of numbers, the same on every machine.
#pragma once

#include <cstdint>

namespace fracbit {

/// The last steps of splitmix64: every bit of the result depends on every bit of x.
constexpr std::uint64_t mixed_bits(std::uint64_t x) {
    x = (x ^ (x >> 30)) * 0xbf58476d1ce4e5b9U;
    x = (x ^ (x >> 27)) * 0x94d049bb133111ebU;
    return x ^ (x >> 31);
}

/// FNV-1a, 64 bits.
class ByteHash {
public:
    template <class Bytes>
    void add(const Bytes& bytes) {
        for (const auto byte : bytes) value_ = (value_ ^ static_cast<std::uint8_t>(byte)) * 0x100000001b3U;
    }
    [[nodiscard]] std::uint64_t value() const { return value_; }

private:
    std::uint64_t value_ = 0xcbf29ce484222325U;
};

} // namespace fracbit

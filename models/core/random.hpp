// Pseudo-random numbers that are the same on every machine and compiler: splitmix64 seeds xoshiro256** (Blackman and
// Vigna, "Scrambled linear pseudorandom number generators", 2021). The distributions of <random> differ between
// standard libraries, so none is used. `normal` rests on the C library's log, cos and sin: it may differ in the last
// place between platforms; everything else is exact.
#pragma once

#include "models/core/hashing.hpp"

#include <array>
#include <bit>
#include <cmath>
#include <cstdint>
#include <numbers>

namespace fracbit {

class Random {
public:
    explicit Random(std::uint64_t seed) {
        for (auto& word : state_) word = splitmix64(seed);
    }

    /// 64 fair bits.
    std::uint64_t next() {
        const std::uint64_t result = std::rotl(state_[1] * 5, 7) * 9;
        const std::uint64_t shifted = state_[1] << 17;
        state_[2] ^= state_[0];
        state_[3] ^= state_[1];
        state_[1] ^= state_[2];
        state_[0] ^= state_[3];
        state_[2] ^= shifted;
        state_[3] = std::rotl(state_[3], 45);
        return result;
    }

    /// Uniform in [0, n), without bias: draws below 2^64 mod n are thrown away. n > 0; `below(0)` gives 0.
    std::uint64_t below(std::uint64_t n) {
        if (n == 0) return 0;
        const std::uint64_t rejected = (std::uint64_t{0} - n) % n;
        std::uint64_t draw = next();
        while (draw < rejected) draw = next();
        return draw % n;
    }

    /// Uniform in [0, 1), a multiple of 2^-53.
    double uniform() { return static_cast<double>(next() >> 11) * 0x1.0p-53; }

    /// Mean 0, standard deviation 1 (Box-Muller; the second value of a pair is kept for the next call).
    double normal() {
        if (has_spare_) {
            has_spare_ = false;
            return spare_;
        }
        const double radius = std::sqrt(-2.0 * std::log(1.0 - uniform()));
        const double angle = 2.0 * std::numbers::pi * uniform();
        spare_ = radius * std::sin(angle);
        has_spare_ = true;
        return radius * std::cos(angle);
    }

private:
    static std::uint64_t splitmix64(std::uint64_t& state) {
        state += 0x9e3779b97f4a7c15U;
        return mixed_bits(state);
    }

    std::array<std::uint64_t, 4> state_{};
    double spare_ = 0.0;
    bool has_spare_ = false;
};

} // namespace fracbit

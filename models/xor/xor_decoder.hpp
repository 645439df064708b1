// The functional decode path: encrypted bits in, weight bits out, no clock (design section 2, "XOR network").
#pragma once

#include "models/gf2/bit_vector.hpp"
#include "models/xor/decode_steps.hpp"
#include "models/xor/xor_network.hpp"

#include <array>
#include <cstdint>
#include <vector>

namespace fracbit::models {

/// Decodes by table look-up (decode_steps.hpp), with AVX2 where the machine has it.
class XorDecoder {
public:
    /// Builds the tables, at most 64 KiB (20 -> 188: 33 KiB).
    explicit XorDecoder(const XorNetwork& network);

    /// Slice s is bits [s * n_in, (s + 1) * n_in) of `encrypted` and gives bits [s * n_out, (s + 1) * n_out) of the
    /// result; what the last slice decodes past `weights` bits is dropped. Throws ConfigError if `weights` is negative
    /// or `encrypted` does not hold exactly encrypted_bits(weights, n_in, n_out) bits.
    [[nodiscard]] BitVector decode(const BitVector& encrypted, std::int64_t weights) const;

    /// The same into `result`, whatever it held, whose memory is used again: fresh memory costs more than decoding.
    /// `result` is not `encrypted`. After an error it is as it was.
    void decode(const BitVector& encrypted, std::int64_t weights, BitVector& result) const;

private:
    struct alignas(32) Block {
        std::array<std::uint64_t, 4> words;
    };

    int n_in_;
    int n_out_;
    DecodeShape shape_;
    std::vector<Block> table_;
};

} // namespace fracbit::models

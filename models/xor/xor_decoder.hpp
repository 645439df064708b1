// The functional decode path: encrypted bits in, weight bits out, no clock (design section 2, "XOR network").
#pragma once

#include "models/gf2/bit_vector.hpp"
#include "models/xor/xor_network.hpp"

#include <cstdint>
#include <vector>

namespace fracbit::models {

/// Decodes by table look-up: M x is the XOR of one table entry per chunk of at most 8 input bits. Networks with few
/// outputs are decoded several slices at a time, so that each step fills most of a 64-bit word.
class XorDecoder {
public:
    /// Builds the tables, at most 8 * 256 * ceil(n_out / 64) words (20 -> 188: 9 KiB).
    explicit XorDecoder(const XorNetwork& network);

    /// Slice s is bits [s * n_in, (s + 1) * n_in) of `encrypted` and gives bits [s * n_out, (s + 1) * n_out) of the
    /// result; what the last slice decodes past `weights` bits is dropped. Throws ConfigError if `weights` is negative
    /// or `encrypted` does not hold exactly encrypted_bits(weights, n_in, n_out) bits.
    [[nodiscard]] BitVector decode(const BitVector& encrypted, std::int64_t weights) const;

private:
    int n_in_;
    int n_out_;
    int group_inputs_;                 // bits of the slices that are decoded in one step, at most 64
    int group_outputs_;                // bits that they decode to
    int words_;                        // 64-bit words of a step's result
    int chunks_;                       // look-ups of a step
    int chunk_bits_;                   // input bits of a look-up; the last chunk may have fewer
    std::vector<std::uint64_t> table_; // [chunk][value][word]
};

} // namespace fracbit::models

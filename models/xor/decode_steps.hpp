// The inner loop of the functional XOR decoder: M x is the XOR of one table entry per few bits of x, moved to where its
// bits belong. A step decodes one slice, or several, so that its result fills the word or vector that holds it.
//
// What bounds it: a look-up is three instructions for 8 bits of input, placing and loading are some ten for each step.
#pragma once

#include <cstdint>

namespace fracbit::models {

/// Which loop decodes a network, and what its table looks like.
struct DecodeShape {
    int inputs = 0;      ///< bits that a step takes, 1..64
    int outputs = 0;     ///< bits that they decode to
    int parts = 0;       ///< 1, or 2: each half of a step has a table of its own and the whole fills bytes
    int entry_bytes = 0; ///< of a table entry: 8, 32, or a larger multiple of 32
    int chunk_bits = 0;  ///< inputs of a look-up, of which the last of a part may have fewer
    int chunks = 0;      ///< look-ups of a part

    /// 1 <= n_in <= 64, n_in <= n_out <= 1024.
    static DecodeShape of(int n_in, int n_out);

    [[nodiscard]] int part_inputs() const { return inputs / parts; }
    [[nodiscard]] int part_outputs() const { return outputs / parts; }
    /// The table is [part][chunk][value of the chunk's inputs] entries, so many of them for a part, and so many before
    /// chunk c of a part.
    [[nodiscard]] int part_entries() const { return entries_before(chunks - 1) + (1 << last_chunk_bits()); }
    [[nodiscard]] int entries_before(int c) const { return c << chunk_bits; }
    [[nodiscard]] int last_chunk_bits() const { return part_inputs() - (chunks - 1) * chunk_bits; }
    /// Where the bits of a part's entries start. Their other bits are zero.
    [[nodiscard]] int part_shift(int part) const { return part * part_outputs() % 8; }

    /// Bytes, from the one where a step's input starts, that are read; and for its output, written.
    [[nodiscard]] static int bytes_read() { return 9; }
    [[nodiscard]] int bytes_written() const { return entry_bytes + (parts - 1) * part_outputs() / 8; }
};

/// Decodes `count` steps from bit 0 of `in` to bit 0 of `out`; bit 8i + j is bit j of byte i. The bits after the last
/// step's, up to the end of what it writes, become zero. Fastest where the table is
/// aligned to 32 bytes.
void decode_steps(const DecodeShape& shape, const unsigned char* table, std::int64_t count, const unsigned char* in,
                  unsigned char* out);

} // namespace fracbit::models

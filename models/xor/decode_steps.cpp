#include "models/xor/decode_steps.hpp"

#include "models/core/fastest_copy.hpp"

#include <array>
#include <bit>
#include <cstring>
#include <utility>

namespace fracbit::models {
namespace {

static_assert(std::endian::native == std::endian::little, "a vector's bit 8i + j must be bit j of its byte i");

using Vector = std::uint64_t __attribute__((vector_size(32)));
struct [[gnu::packed, gnu::may_alias]] Unaligned { // a Vector anywhere in memory
    Vector value;
};
constexpr std::size_t vector_bytes = sizeof(Vector);

/// The input of the step that starts at bit `position`, and what follows it.
template <bool nine_bytes>
[[gnu::always_inline]] inline std::uint64_t step_input(const unsigned char* in, std::int64_t position) {
    const unsigned char* const from = in + (position >> 3);
    const int shift = static_cast<int>(position & 7);
    std::uint64_t x = 0;
    std::memcpy(&x, from, sizeof x);
    x >>= shift;
    if constexpr (nine_bytes) x |= std::uint64_t{from[8]} << 1 << (63 - shift);
    return x;
}

[[gnu::always_inline]] inline std::uint64_t low_bits(int count) { return ~std::uint64_t{0} >> (64 - count); }

/// y ^= the entries that x selects. `fixed` is their number, or 0 where that is `chunks`.
template <int vectors, int fixed, int chunk_bits>
[[gnu::always_inline]] inline void look_up(Vector (&y)[vectors], std::uint64_t x, const unsigned char* table,
                                           int chunks) {
    constexpr std::size_t entry_bytes = vectors * vector_bytes;
    if constexpr (fixed > 0) chunks = fixed;
#pragma GCC unroll 8
    for (int c = 0; c < chunks; ++c, x >>= chunk_bits, table += entry_bytes << chunk_bits) {
        const unsigned char* const entry = table + (x & ((1U << chunk_bits) - 1)) * entry_bytes;
#pragma GCC unroll 8
        for (std::size_t i = 0; i < vectors; ++i)
            y[i] ^= reinterpret_cast<const Unaligned*>(entry + i * vector_bytes)->value;
    }
}

[[gnu::always_inline]] inline void store(const Vector& y, unsigned char* to) {
    reinterpret_cast<Unaligned*>(to)->value = y;
}

/// Entries of one word.
template <int chunks>
struct WordSteps {
    [[gnu::always_inline]] static void run(const DecodeShape& shape, const unsigned char* table, std::int64_t count,
                                           const unsigned char* in, unsigned char* out) {
        const int inputs = shape.inputs, outputs = shape.outputs;
        const std::uint64_t used = low_bits(inputs);
        std::uint64_t carry = 0; // bits of the byte at `to` that are already known
        for (std::int64_t from = 0, to = 0; count > 0; --count, from += inputs) {
            std::uint64_t x = step_input<chunks == 8>(in, from) & used, y = 0;
#pragma GCC unroll 8
            for (int c = 0; c < chunks; ++c, x >>= 8) {
                std::uint64_t entry = 0;
                std::memcpy(&entry, table + (static_cast<std::size_t>(c << 8) + (x & 255)) * sizeof entry,
                            sizeof entry);
                y ^= entry;
            }
            const int shift = static_cast<int>(to & 7);
            y = (y << shift) | carry;
            std::memcpy(out + (to >> 3), &y, sizeof y);
            to += outputs;
            carry = y >> 1 >> ((shift + outputs) / 8 * 8 - 1); // whole bytes, perhaps all eight
        }
    }
};

/// Entries of one vector or several.
template <int vectors, int fixed_chunks, int chunk_bits>
struct VectorSteps {
    [[gnu::always_inline]] static void run(const DecodeShape& shape, const unsigned char* table, std::int64_t count,
                                           const unsigned char* in, unsigned char* out) {
        const int inputs = shape.inputs, outputs = shape.outputs, chunks = shape.chunks;
        const std::uint64_t used = low_bits(inputs);
        for (std::int64_t from = 0, to = 0; count > 0; --count, from += inputs, to += outputs) {
            Vector y[vectors] = {};
            const std::uint64_t x = step_input < fixed_chunks == 0 || fixed_chunks == 8 > (in, from) & used;
            look_up<vectors, fixed_chunks, chunk_bits>(y, x, table, chunks);
            unsigned char* const first = out + (to >> 3);
            if (const int shift = static_cast<int>(to & 7); shift == 0) {
#pragma GCC unroll 8
                for (std::size_t i = 0; i < vectors; ++i) store(y[i], first + i * vector_bytes);
            } else {
                // The byte that is shared with the step before is mended last: no step waits for another's vector.
                const unsigned char begun = *first;
                Vector below = {};
#pragma GCC unroll 8
                for (std::size_t i = 0; i < vectors; ++i) {
                    const Vector lower = __builtin_shufflevector(below, y[i], 3, 4, 5, 6);
                    below = y[i];
                    store((y[i] << shift) | (lower >> (64 - shift)), first + i * vector_bytes);
                }
                *first |= begun;
            }
        }
    }
};

/// Two parts with entries of one vector. The second's are shifted in its table.
template <int chunks>
struct PairSteps {
    [[gnu::always_inline]] static void run(const DecodeShape& shape, const unsigned char* table, std::int64_t count,
                                           const unsigned char* in, unsigned char* out) {
        const int inputs = shape.inputs, half = shape.part_inputs();
        const std::int64_t bytes = shape.outputs / 8, middle = shape.part_outputs() / 8;
        const std::uint64_t used = low_bits(half);
        const unsigned char* const second = table + static_cast<std::size_t>(shape.part_entries()) * vector_bytes;
        for (std::int64_t from = 0; count > 0; --count, from += inputs, out += bytes) {
            const std::uint64_t x = step_input<chunks == 4>(in, from);
            Vector y[1] = {}, z[1] = {};
            look_up<1, chunks, 8>(y, x & used, table, chunks);
            look_up<1, chunks, 8>(z, (x >> half) & used, second, chunks);
            store(y[0], out);
            const unsigned char begun = out[middle]; // 0 where the second part starts a byte
            store(z[0], out + middle);
            out[middle] |= begun;
        }
    }
};

using Loop = void (*)(const DecodeShape&, const unsigned char*, std::int64_t, const unsigned char*, unsigned char*);

template <class Steps>
constexpr Loop loop = &FastestCopy<Steps, const DecodeShape&, const unsigned char*, std::int64_t, const unsigned char*,
                                   unsigned char*>::run;

/// [i]: Steps for i + 1 chunks, or vectors.
template <template <int> class Steps, int... index>
constexpr std::array<Loop, sizeof...(index)> loops(std::integer_sequence<int, index...>) {
    return {loop<Steps<index + 1>>...};
}

template <int chunks>
using NarrowSteps = VectorSteps<1, chunks, 8>;
template <int vectors>
using WideSteps = VectorSteps<vectors, 0, 5>;

constexpr auto word_loops = loops<WordSteps>(std::make_integer_sequence<int, 8>());
constexpr auto narrow_loops = loops<NarrowSteps>(std::make_integer_sequence<int, 8>());
constexpr auto pair_loops = loops<PairSteps>(std::make_integer_sequence<int, 4>());
constexpr auto wide_loops = loops<WideSteps>(std::make_integer_sequence<int, 5>());

Loop loop_of(const DecodeShape& shape) {
    const auto chunks = static_cast<std::size_t>(shape.chunks) - 1;
    const auto vectors = static_cast<std::size_t>(shape.entry_bytes) / vector_bytes;
    if (shape.parts == 2) return pair_loops[chunks];
    if (vectors == 0) return word_loops[chunks];
    if (vectors == 1) return narrow_loops[chunks];
    return wide_loops[vectors - 1];
}

} // namespace

void decode_steps(const DecodeShape& shape, const unsigned char* table, std::int64_t count, const unsigned char* in,
                  unsigned char* out) {
    loop_of(shape)(shape, table, count, in, out);
}

} // namespace fracbit::models

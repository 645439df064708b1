#include "models/xor/decode_steps.hpp"

#include <algorithm>
#include <numeric>

namespace fracbit::models {
namespace {

constexpr int vector_bits = 256;
constexpr int loadable = 57; // bits that eight bytes hold from any bit of the first on

/// Bits that entries of `outputs` bits need when steps may start at any bit of a byte that they can reach.
int placed_bits(int outputs) { return outputs + 8 - std::gcd(outputs, 8); }

/// Slices of a step that fit into an entry of so many bits; at least one.
int slices_that_fit(int n_in, int n_out, int entry_bits) {
    int slices = std::max(1, std::min(loadable / n_in, entry_bits / n_out));
    while (slices > 1 && placed_bits(slices * n_out) > entry_bits) --slices;
    return slices;
}

DecodeShape steps_of(int slices, int n_in, int n_out, int parts, int entry_bytes) {
    DecodeShape shape;
    shape.inputs = slices * n_in;
    shape.outputs = slices * n_out;
    shape.parts = parts;
    shape.entry_bytes = entry_bytes;
    shape.chunk_bits = entry_bytes > vector_bits / 8 ? 5 : 8; // tables of both kinds suit first-level caches
    shape.chunks = (shape.part_inputs() + shape.chunk_bits - 1) / shape.chunk_bits;
    return shape;
}

} // namespace

DecodeShape DecodeShape::of(int n_in, int n_out) {
    const int in_word = slices_that_fit(n_in, n_out, 64);
    const int in_vector = slices_that_fit(n_in, n_out, vector_bits);
    // A word is placed with fewer instructions than a vector: the vector must make up for that.
    if (placed_bits(n_out) <= 64 && in_vector <= 2 * in_word) return steps_of(in_word, n_in, n_out, 1, 8);
    const int vectors = (placed_bits(n_out) + vector_bits - 1) / vector_bits;
    // Two slices that fill bytes together need no shifting. The second starts in the vector of the first.
    if (in_vector == 1 && n_out % 4 == 0 && n_out < vector_bits && 2 * n_in <= 64)
        return steps_of(2, n_in, n_out, 2, vector_bits / 8);
    return steps_of(in_vector, n_in, n_out, 1, vectors * vector_bits / 8);
}

} // namespace fracbit::models

// One plane of weights as memory holds it: seeds of an XOR network, plain codes, and the patches that make an encoded
// pruned plane exact (design section 2; "Structured Compression by Weight Encryption", arXiv 1905.10138; with registers
// "Fixed-to-fixed", arXiv 2105.01869). A *run* is what starts afresh: a row group, or with row-major storage the whole
// plane. Elements are counted in storage order.
#pragma once

#include "models/gf2/bit_vector.hpp"
#include "models/xor/xor_network.hpp"

#include <cstdint>
#include <memory>
#include <vector>

namespace fracbit::models {

/// How the bits that are to be flipped after decoding are told.
enum class PatchFormat {
    none,
    counted, ///< per slice a count, and per patch its place in the slice
    gaps     ///< per run the distances from patch to patch
};

const char* to_string(PatchFormat format);

/// Widths of the stored fields.
inline constexpr int count_width_bits = 4;   ///< in front of each block of counts: the width of its counts, 0..11
inline constexpr int patch_offset_bits = 32; ///< where a run's part of a stream of variable length begins

/// counted. `counts`: per run and block of `block_slices` slices (the last may be shorter) a 4-bit width w, then w bits
/// a slice. `locations`: ceil(log2 n_out) bits a patch, slice after slice, ascending in a slice. gaps. `counts` is
/// empty. `locations`: entries of `gap_bits` bits; v < 2^gap_bits - 1 puts a patch v elements after the first one not
/// yet passed, and passes it; v = 2^gap_bits - 1 passes as many elements and patches nothing. Elements are the run's
/// own: those that the register's first seeds decode to do not count.
struct PatchStream {
    PatchFormat format = PatchFormat::none;
    int block_slices = 0;
    int gap_bits = 0;
    BitVector counts, locations;
    /// First bit of each run in `counts` and `locations`; one entry more than runs. Empty without patches.
    struct Run {
        std::int64_t counts = 0, locations = 0;
        friend bool operator==(const Run&, const Run&) = default;
    };
    std::vector<Run> runs;
    friend bool operator==(const PatchStream&, const PatchStream&) = default;
};

/// With `registers` = N_s the network sees the last N_s + 1 seeds, the newest in its lowest columns: y_s = M [x_s,
/// x_(s-1), ..., x_(s-N_s)]. Each run then begins with N_s seeds more, which fill the registers and decode to nothing.
struct StoredPlane {
    std::shared_ptr<const XorNetwork> network; ///< none: `bits` are the codes themselves
    BitVector bits;                            ///< seeds, run after run; or codes (8-bit weights: unused)
    int registers = 0;                         ///< N_s; network->n_in() is seed_bits() * (N_s + 1)
    PatchStream patches{};
    /// Stored bits of one slice.
    [[nodiscard]] int seed_bits() const { return network->n_in() / (registers + 1); }
};

/// Bits of a patch's place in a slice.
constexpr int location_bits(int n_out) {
    int bits = 0;
    while ((1 << bits) < n_out) ++bits;
    return bits;
}

} // namespace fracbit::models

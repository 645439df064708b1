// A network in the integer arithmetic of the hardware (docs/arithmetic.md): what every witness computes.
#pragma once

#include "models/model/storage_order.hpp"
#include "models/model/stored_csr.hpp"
#include "models/model/stored_mask.hpp"
#include "models/model/stored_plane.hpp"
#include "models/network/network.hpp"

#include <cstdint>
#include <memory>
#include <string>
#include <vector>

namespace fracbit::models {

/// Weights as the memory holds them.
enum class WeightFormat {
    flexor,   ///< XOR-encrypted planes, decoded on the fly
    sparse,   ///< pruned: XOR-encoded planes made exact by patches, and a mask
    csr,      ///< pruned, one plane: signs and relative indices
    binary,   ///< plain 1-bit planes, decoder bypassed
    dense8,   ///< signed 8-bit weights, one plane
    shift,    ///< signed powers of two, one plane of `shift_bits` bits a weight, decoder bypassed
    shift_xor ///< the same, the plane's bits XOR-encrypted
};

const char* to_string(WeightFormat format);

/// Passes an XOR decoder.
constexpr bool is_encoded(WeightFormat format) {
    return format == WeightFormat::flexor || format == WeightFormat::sparse || format == WeightFormat::shift_xor;
}
/// Trained behind XOR networks, so the decoder alone gives all bits, without patches and a mask.
constexpr bool is_xor_encrypted(WeightFormat format) { return is_encoded(format) && format != WeightFormat::sparse; }
constexpr bool is_pruned(WeightFormat format) { return format == WeightFormat::sparse || format == WeightFormat::csr; }
constexpr bool is_shift(WeightFormat format) {
    return format == WeightFormat::shift || format == WeightFormat::shift_xor;
}

inline constexpr int most_shift_bits = 4; ///< of a weight: a sign and three bits of exponent

/// Affine 8-bit activations: real = scale * (stored - zero_point).
struct ActivationScale {
    double scale = 1;
    std::uint8_t zero_point = 0;
};

/// y = clamp(zero_point + ((sum_i m_i*acc_i + m_r*(residual - z_r) + b + 2^(s-1)) >> s), low, high), one rounding.
struct Rescaling {
    std::vector<std::vector<std::int32_t>> multipliers; ///< m_i[c]: [q][out_channels]
    std::vector<std::int64_t> offsets;                  ///< b[c]; holds the bias and the input zero point's term
    std::int32_t residual_multiplier = 0;               ///< m_r
    std::uint8_t residual_zero_point = 0;               ///< z_r
    int shift = 1;                                      ///< s >= 1
    std::uint8_t zero_point = 0;                        ///< zp of the output
    std::uint8_t low = 0, high = 255;                   ///< clamp, ReLU included
};

/// One layer: what the array (or the vector unit) does to 8-bit inputs.
struct QuantizedLayer {
    WeightFormat format = WeightFormat::flexor;
    StorageOrder order = StorageOrder::row_major;
    std::int64_t group_rows = 0;       ///< k_major, tiled: rows of a row group (never spans convolution groups)
    std::int64_t tile_columns = 0;     ///< tiled: columns of a tile
    std::vector<StoredPlane> planes;   ///< q planes for flexor, sparse and binary, one for shift, shift_xor, one empty
                                       ///< entry for dense8, csr
    int shift_bits = 0;                ///< shift, shift_xor: bits of a weight, 1..4; they lie together in the plane
    StoredMask mask;                   ///< sparse only; shared by the planes
    StoredCsr csr;                     ///< csr only; row_major or tiled, and group_rows set
    std::vector<std::int8_t> dense;    ///< dense8: C order
    std::uint8_t input_zero_point = 0; ///< value of padding
    Rescaling rescaling;               ///< array layers, average pools, adds
    std::vector<std::uint8_t> table;   ///< lookup: 256 entries
    [[nodiscard]] int q() const { return static_cast<int>(planes.size()); }
    /// Bits of a weight in a plane, its mask aside.
    [[nodiscard]] int weight_bits() const {
        return format == WeightFormat::dense8 ? 8 : is_shift(format) ? shift_bits : 1;
    }
};

struct QuantizedNetwork {
    Network network;
    std::vector<QuantizedLayer> layers;   ///< one per network layer
    ActivationScale input;                ///< of the network's input
    std::vector<ActivationScale> outputs; ///< one per layer
};

} // namespace fracbit::models

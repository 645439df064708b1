// A trained model in memory: a network and, per layer, its weights as they are stored.
#pragma once

#include "models/gf2/bit_vector.hpp"
#include "models/model/storage_order.hpp"
#include "models/model/stored_mask.hpp"
#include "models/model/stored_plane.hpp"
#include "models/network/network.hpp"
#include "models/xor/xor_network.hpp"

#include <memory>
#include <optional>
#include <string>
#include <variant>
#include <vector>

namespace fracbit::models {

/// One plane of XOR-encrypted binary codes. Weights are flattened in C order ([out][in][k_h][k_w]) before slicing;
/// slice s holds bits [s*n_in, (s+1)*n_in) of `encrypted` and decodes to weights [s*n_out, (s+1)*n_out).
struct EncryptedPlane {
    std::shared_ptr<const XorNetwork> network; ///< shared by all layers that use the same spec
    BitVector encrypted;
};

/// W = sum_i alpha[i][c] * b_i. Boolean 1 is +1, 0 is -1.
struct EncryptedWeights {
    std::vector<EncryptedPlane> planes;    ///< q of them
    std::vector<std::vector<float>> alpha; ///< [q][out_channels]
};

/// Plain binary codes (no XOR network): the same sum, bits stored as they are.
struct BinaryWeights {
    std::vector<BitVector> planes;         ///< q of them, `weights()` bits each
    std::vector<std::vector<float>> alpha; ///< [q][out_channels]
};

struct FloatWeights {
    std::vector<float> values; ///< C order
};

/// Pruned binary codes: W = mask * sum_i alpha[i][c] * b_i, each plane XOR-encoded with patches in `order`, so that the
/// codes of kept weights are exact. A run is a row group of `group_rows` output channels (never across the groups of a
/// grouped convolution); so `order` is k_major or tiled.
struct SparseWeights {
    StorageOrder order = StorageOrder::k_major;
    std::int64_t group_rows = 32;
    std::int64_t tile_columns = 64;  ///< tiled
    std::vector<StoredPlane> planes; ///< q of them
    StoredMask mask;
    std::vector<std::vector<float>> alpha; ///< [q][out_channels]
};

/// Signed powers of two: W = alpha[c] * s * 2^e. A weight is `q` bits, 1 to 4: first its sign (1 is +1), then q - 1
/// bits of e, the lowest first. Weights are flattened in C order, so that weight w has bits [w*q, (w+1)*q) of a string
/// of weights() * q bits. With a network that string is what the slices decode to: slice s is bits [s*n_in, (s+1)*n_in)
/// of `bits` and decodes to bits [s*n_out, (s+1)*n_out) of the string.
struct ShiftWeights {
    int q = 2;
    std::shared_ptr<const XorNetwork> network; ///< none: `bits` are the string itself
    BitVector bits;
    std::vector<float> alpha; ///< [out_channels]
};

/// Layers that have no weights (pooling, add, ...) hold std::monostate.
using Weights =
    std::variant<std::monostate, EncryptedWeights, BinaryWeights, FloatWeights, SparseWeights, ShiftWeights>;

/// Outputs of few bits, as their trainer had them (MINW-Net, arXiv 2003.04296): 2^bits evenly spaced levels 0 .. scale.
/// A value v becomes level clamp(floor(v / step + 1/2), 0, 2^bits - 1), which stands for level * step.
struct ActivationLevels {
    int bits = 1;    ///< 1 to 8
    float scale = 1; ///< the highest level, above 0
    [[nodiscard]] float highest() const { return static_cast<float>((1 << bits) - 1); }
    [[nodiscard]] float step() const { return scale / highest(); }
    friend bool operator==(const ActivationLevels&, const ActivationLevels&) = default;
};

struct ModelLayer {
    Weights weights;
    std::vector<float> bias;                          ///< [out_channels], or empty
    std::optional<ActivationLevels> activations = {}; ///< of the layer's output, behind its ReLU; nothing: any value
};

struct Model {
    Network network;
    std::string dataset;            ///< "mnist", "cifar10", ...
    std::vector<ModelLayer> layers; ///< one per network layer
    /// Decoded bits that the file itself claims ([layer][plane]); empty where the file has none. Checked, never used.
    std::vector<std::vector<BitVector>> claimed_weight_bits;
    /// Logits of the first images of the test set and predictions of all of it, as the file's writer saw them.
    struct Golden {
        std::vector<std::vector<float>> logits;
        std::vector<std::uint16_t> predictions;
    } golden;
    double test_accuracy = -1; ///< as stated by the file; < 0: not stated
};

} // namespace fracbit::models

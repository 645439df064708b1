// Random weights of a given shape and format, for networks that come as shapes only. Values flow: the drawn rescalings
// keep outputs spread over their range, neither saturated nor all zero.
#pragma once

#include "models/model/workload.hpp"

#include <cstdint>
#include <memory>
#include <vector>

namespace fracbit::models {

/// Weights of the pruned formats: a uniform random mask, random codes.
struct PrunedSpec {
    double sparsity = 0.9; ///< share of zero weights
    MaskFormat mask = MaskFormat::bitmap;
    int rank = 1; ///< low_rank: of tiles of row group x `mask_columns`
    std::int64_t mask_columns = 10;
    PatchFormat patches = PatchFormat::counted;
    int block_slices = 8; ///< counted
    int registers = 0;    ///< N_s; xor_spec.n_in is then (N_s + 1) seeds wide
    int decoders = 32;    ///< csr
    /// Negative: the codes are really encoded. Otherwise seeds are drawn, and as many patches a slice on average:
    /// weights that no encoder made, but quick to have and of any shape.
    double patches_per_slice = -1;
};

struct SyntheticSpec {
    WeightFormat format = WeightFormat::flexor;
    int q = 1;        ///< planes (dense8: one, whatever q says); shift, shift_xor: bits of a weight, 1..4
    XorSpec xor_spec; ///< plane i uses the seed xor_spec.seed + i
    StorageOrder order = StorageOrder::row_major;
    std::int64_t group_rows = 32;   ///< k_major, tiled
    std::int64_t tile_columns = 64; ///< tiled
    int activation_bits = 8;        ///< outputs stay below 2^this
    PrunedSpec pruned;              ///< sparse and csr
    std::uint64_t seed = 1;
};

/// Throws ConfigError where validate(XorSpec) does, if q is outside 1..8 (of shift weights 1..4), activation_bits
/// outside 1..8, or group_rows or tile_columns below 1 where they count; or for pruned formats, if the sparsity is
/// outside 0..1, csr is not row_major or tiled with q = 1, sparse is row_major, or registers do not divide n_in.
void validate(const SyntheticSpec& spec);

/// Layers are drawn when they are asked for, each from (seed, its index) alone, so the order of calls does not matter.
/// Attention layers are always dense8. Thread-safe.
class SyntheticWorkload final : public Workload {
public:
    /// Throws ConfigError where validate(network) or validate(spec) does.
    SyntheticWorkload(Network network, const SyntheticSpec& spec);
    [[nodiscard]] const Network& network() const override { return network_; }
    [[nodiscard]] std::shared_ptr<const QuantizedLayer> layer(int i) const override;
    [[nodiscard]] const SyntheticSpec& spec() const { return spec_; }

private:
    Network network_;
    SyntheticSpec spec_;
    std::vector<std::shared_ptr<const XorNetwork>> xor_networks_; // one per plane, shared by all layers
};

} // namespace fracbit::models

// Random weights of a given shape and format, for networks that come as shapes only. Values flow: the drawn rescalings
// keep outputs spread over their range, neither saturated nor all zero.
#pragma once

#include "models/model/workload.hpp"

#include <cstdint>
#include <memory>
#include <vector>

namespace fracbit::models {

struct SyntheticSpec {
    WeightFormat format = WeightFormat::flexor;
    int q = 1;        ///< planes (dense8: one, whatever q says)
    XorSpec xor_spec; ///< plane i uses the seed xor_spec.seed + i
    StorageOrder order = StorageOrder::row_major;
    std::int64_t group_rows = 32;   ///< k_major, tiled
    std::int64_t tile_columns = 64; ///< tiled
    int activation_bits = 8;        ///< outputs stay below 2^this
    std::uint64_t seed = 1;
};

/// Layers are drawn when they are asked for, each from (seed, its index) alone, so the order of calls does not matter.
/// Attention layers are always dense8. Thread-safe.
class SyntheticWorkload final : public Workload {
public:
    /// Throws ConfigError where validate(network) or validate(XorSpec) does, if q is outside 1..8, activation_bits
    /// outside 1..8, or group_rows or tile_columns below 1 where they count.
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

// Weights without values: what plain formats need to be timed. A network of billions of weights takes no memory.
#pragma once

#include "models/model/workload.hpp"

#include <cstdint>
#include <memory>
#include <vector>

namespace fracbit::models {

/// How all weights of a network are stored. Attention layers are always dense8.
struct WeightShape {
    WeightFormat format = WeightFormat::flexor; ///< flexor, binary, dense8, shift or shift_xor
    int q = 1;                                  ///< planes; dense8 has one; shift, shift_xor: bits of a weight, 1..4
    std::shared_ptr<const XorNetwork> network;  ///< of all planes; flexor and shift_xor only
    StorageOrder order = StorageOrder::row_major;
    std::int64_t group_rows = 32;   ///< k_major, tiled
    std::int64_t tile_columns = 64; ///< tiled
};

/// For `time_network`; the machine needs values.
class ShapeWorkload final : public Workload {
public:
    /// Throws ConfigError where validate(network) does, for pruned formats, q outside 1..8 (shift weights 1..4), or
    /// flexor or shift_xor without a network.
    ShapeWorkload(Network network, const WeightShape& shape);
    [[nodiscard]] const Network& network() const override { return network_; }
    [[nodiscard]] std::shared_ptr<const QuantizedLayer> layer(int i) const override;

private:
    Network network_;
    std::shared_ptr<const QuantizedLayer> weights_, attention_, none_;
};

} // namespace fracbit::models

// Pruned layers, drawn and encoded once for all machines that read them alike.
#pragma once

#include "explorer/evaluation/encoding_keys.hpp"
#include "explorer/evaluation/shared_cache.hpp"
#include "models/core/cancelled.hpp"
#include "models/model/workload.hpp"

#include <memory>

namespace fracbit::explorer {

struct DrawnLayer {
    std::shared_ptr<const models::QuantizedLayer> layer;
    [[nodiscard]] std::int64_t bytes() const;
};
struct DrawnLayers {
    SharedCache<EncodingKey, DrawnLayer> cache;
    CancelCheck cancelled; ///< asked before each layer
};

class DrawnWorkload final : public models::Workload {
public:
    /// `number` of the network tells its layers from those of others. `layers` must outlive this object. Throws
    /// ConfigError where SyntheticWorkload does; `layer` throws Cancelled.
    DrawnWorkload(const models::Network& network, int number, const models::SyntheticSpec& spec, DrawnLayers& layers);
    [[nodiscard]] const models::Network& network() const override { return source_.network(); }
    [[nodiscard]] std::shared_ptr<const models::QuantizedLayer> layer(int i) const override;

private:
    models::SyntheticWorkload source_;
    EncodingKey key_;
    DrawnLayers& layers_;
};

} // namespace fracbit::explorer

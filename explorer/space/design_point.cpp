#include "explorer/space/design_point.hpp"

#include "models/config/architecture_checks.hpp"
#include "models/inference/synthetic_storage.hpp"

namespace fracbit::explorer {

void resolve(DesignPoint& point) {
    using models::PatchFormat;
    using models::StorageOrder;
    using models::WeightFormat;
    models::SyntheticSpec& weights = point.weights;
    models::resolve_with_clock(point.architecture);
    models::store_for(point.architecture, weights);
    weights.order =
        point.order.value_or(weights.format == WeightFormat::csr ? StorageOrder::tiled : StorageOrder::k_major);
    weights.pruned.patches =
        point.patches.value_or(weights.pruned.registers > 0 ? PatchFormat::gaps : PatchFormat::counted);
    const int seeds = weights.format == WeightFormat::sparse ? weights.pruned.registers + 1 : 1;
    weights.xor_spec.n_in = seeds * point.n_in;
}

} // namespace fracbit::explorer

#include "sim/stored_weights.hpp"

namespace fracbit::sim {
namespace {

using models::StorageOrder;

/// Eight bits a weight, row group after row group.
models::BitVector dense_bits(const models::LayerSchedule& schedule, const models::QuantizedLayer& weights) {
    const models::WorkOrder& order = schedule.order;
    models::BitVector bits(schedule.layer.out_channels * order.reduction * 8);
    std::int64_t at = 0;
    const auto put = [&](std::int64_t channel, std::int64_t k) {
        const auto index = static_cast<std::size_t>(channel * order.reduction + k);
        bits.deposit(at, 8, static_cast<std::uint8_t>(weights.dense[index]));
        at += 8;
    };
    for (const models::OutputGroup& group : order.groups) {
        const std::int64_t first = group.channels.first, end = group.channels.end();
        switch (weights.order) {
        case StorageOrder::row_major:
            for (std::int64_t c = first; c < end; ++c)
                for (std::int64_t k = 0; k < order.reduction; ++k) put(c, k);
            break;
        case StorageOrder::k_major:
            for (std::int64_t k = 0; k < order.reduction; ++k)
                for (std::int64_t c = first; c < end; ++c) put(c, k);
            break;
        case StorageOrder::tiled:
            for (std::int64_t tile = 0; tile < order.tiles(); ++tile)
                for (std::int64_t c = first; c < end; ++c)
                    for (std::int64_t k = 0; k < order.columns_of(tile); ++k) put(c, tile * order.tile_columns + k);
            break;
        }
    }
    return bits;
}

} // namespace

void point_to_stored_weights(LayerRun& run) {
    if (!run.schedule.on_array()) return;
    if (run.weights->format == models::WeightFormat::dense8) {
        run.stored_dense.push_back(dense_bits(run.schedule, *run.weights));
        run.stored.push_back(&run.stored_dense.front());
        return;
    }
    for (const models::StoredPlane& plane : run.weights->planes) run.stored.push_back(&plane.bits);
}

} // namespace fracbit::sim

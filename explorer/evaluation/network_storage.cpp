#include "explorer/evaluation/network_storage.hpp"

#include "explorer/evaluation/encoding_keys.hpp"
#include "models/core/error.hpp"
#include "models/encoding/plane_bits.hpp"
#include "models/inference/storage_order.hpp"
#include "models/masks/mask_encoder.hpp"

#include <algorithm>

namespace fracbit::explorer {
namespace {

using namespace models;

std::int64_t whole_bytes(std::int64_t bits) { return ceil_div(bits, 8) * 8; }

/// Of a layer without values.
std::int64_t plain_bits(const Layer& layer, const SyntheticSpec& spec) {
    if (spec.format == WeightFormat::dense8) return 8 * layer.weights();
    const StorageMap map(layer, spec.order, spec.group_rows, spec.tile_columns);
    const int element = is_shift(spec.format) ? spec.q : 1;
    std::int64_t bits = 0;
    for (const RowGroup& group : map.row_groups()) {
        const std::int64_t decoded = map.elements(group) * element;
        bits += is_encoded(spec.format) ? ceil_div(decoded, spec.xor_spec.n_out) * spec.xor_spec.n_in : decoded;
    }
    return planes_of(spec) * whole_bytes(bits);
}

void add_plain(const Network& network, const SyntheticSpec& spec, NetworkStorage& storage) {
    validate(spec);
    MachineNeeds needs;
    for (const Layer& layer : network.layers) {
        QuantizedLayer stored;
        stored.format = layer.kind == LayerKind::attention ? WeightFormat::dense8 : spec.format;
        if (runs_on_array(layer.kind)) {
            const bool dense = stored.format == WeightFormat::dense8;
            stored.planes.resize(dense ? 1 : static_cast<std::size_t>(planes_of(spec)));
            if (is_shift(stored.format)) stored.shift_bits = spec.q;
            storage.decoder |= is_encoded(stored.format);
            if (layer.kind != LayerKind::attention) storage.stored_bits += plain_bits(layer, spec);
        }
        needs.add(stored);
    }
    storage.use = needs.use();
}

void add_drawn(const Network& network, int number, const SyntheticSpec& spec, DrawnLayers& drawn,
               NetworkStorage& storage) {
    const DrawnWorkload workload(network, number, spec, drawn);
    MachineNeeds needs;
    for (int i = 0; i < static_cast<int>(network.layers.size()); ++i) {
        const auto layer = workload.layer(i);
        needs.add(*layer);
        storage.stored_bits += stored_bits(network.layers[static_cast<std::size_t>(i)], *layer);
    }
    storage.decoder = !needs.decoders().empty();
    storage.use = needs.use();
}

} // namespace

NetworkStorage storage_of(const Network& network, int number, const SyntheticSpec& spec, DrawnLayers& drawn) {
    NetworkStorage storage;
    try {
        if (is_pruned(spec.format))
            add_drawn(network, number, spec, drawn, storage);
        else
            add_plain(network, spec, storage);
    } catch (const ConfigError& error) {
        storage.refusal = error.what();
    }
    return storage;
}

std::int64_t stored_bits(const Layer& layer, const QuantizedLayer& weights) {
    if (!runs_on_array(layer.kind) || layer.kind == LayerKind::attention) return 0;
    if (weights.format == WeightFormat::dense8) return 8 * layer.weights();
    std::int64_t bits = 0, counts = 0, locations = 0, offsets = mask_bits(weights.mask) - weights.mask.bits.size();
    for (const StoredPlane& plane : weights.planes) {
        const PlaneBits stored = stored_bits(plane);
        bits += whole_bytes(stored.seeds);
        counts += stored.counts;
        locations += stored.locations;
        offsets += stored.offsets;
    }
    for (const std::int64_t stream :
         {counts, locations, weights.mask.bits.size(), weights.csr.entries.size(), weights.csr.counts.size(), offsets})
        bits += whole_bytes(stream);
    return bits;
}

MachineUse both(const MachineUse& a, const MachineUse& b) {
    MachineUse use = a;
    use.sparse |= b.sparse;
    use.patches |= b.patches;
    use.bitmap_mask |= b.bitmap_mask;
    use.relative_mask |= b.relative_mask;
    use.mask_rank = std::max(a.mask_rank, b.mask_rank);
    use.gap_bits = std::max(a.gap_bits, b.gap_bits);
    use.csr |= b.csr;
    use.dense8 |= b.dense8;
    use.shift_bits = std::max(a.shift_bits, b.shift_bits);
    use.planes = std::max(a.planes, b.planes);
    use.vector_unit |= b.vector_unit;
    return use;
}

} // namespace fracbit::explorer

#include "models/results/layer_facts.hpp"

namespace fracbit::models {
namespace {

/// Bits of a stream that belongs to the patches of all planes.
Bytes patch_bytes(const QuantizedLayer& weights, BitVector PatchStream::*stream) {
    std::int64_t bits = 0;
    for (const StoredPlane& plane : weights.planes) bits += (plane.patches.*stream).size();
    return to_bytes_rounded_up(Bits(bits));
}

Bytes stored_weights(const Layer& layer, const QuantizedLayer& weights) {
    if (weights.format == WeightFormat::dense8) return Bytes(layer.weights());
    std::int64_t bytes = 0;
    for (const StoredPlane& plane : weights.planes) bytes += to_bytes_rounded_up(Bits(plane.bits.size())).count();
    return Bytes(bytes);
}

} // namespace

LayerFacts facts_of(const LayerSchedule& schedule, const QuantizedLayer& weights) {
    const WorkOrder& order = schedule.order;
    LayerFacts facts;
    facts.layer = schedule.layer;
    facts.format = weights.format;
    facts.on_array = schedule.on_array();
    facts.planes = order.planes;
    facts.reduction = order.reduction;
    facts.row_groups = static_cast<std::int64_t>(order.groups.size());
    facts.tiles = order.tiles();
    facts.chunks = static_cast<std::int64_t>(order.chunks.size());
    facts.cycles_per_vector = order.cycles_per_vector;
    facts.weights_resident = schedule.weights.resident;
    facts.input_resident = schedule.input_resident;
    facts.input_on_chip = schedule.input_on_chip;
    facts.output_on_chip = schedule.output_on_chip;

    const auto distinct = [&facts](StreamId stream) -> Bytes& {
        return facts.distinct[static_cast<std::size_t>(stream)];
    };
    const Layer& layer = schedule.layer;
    if (!schedule.input_on_chip) distinct(StreamId::activations) = Bytes(schedule.input.bytes());
    if (schedule.residual) distinct(StreamId::residual) = Bytes(schedule.residual->bytes());
    if (!schedule.output_on_chip) distinct(StreamId::outputs) = Bytes(schedule.output.bytes());
    if (!facts.on_array) return facts;
    distinct(StreamId::scales) = Bytes(layer.out_channels * schedule.scale_bytes_per_row);
    if (layer.kind == LayerKind::attention)
        distinct(StreamId::kv_cache) = Bytes(layer.weights());
    else
        distinct(StreamId::weights) = stored_weights(layer, weights);
    distinct(StreamId::offsets) = to_bytes_rounded_up(Bits(schedule.weights.offsets.bits));
    distinct(StreamId::patch_counts) = patch_bytes(weights, &PatchStream::counts);
    distinct(StreamId::patch_locations) = patch_bytes(weights, &PatchStream::locations);
    distinct(StreamId::mask) = to_bytes_rounded_up(Bits(weights.mask.bits.size()));
    distinct(StreamId::csr_entries) = to_bytes_rounded_up(Bits(weights.csr.entries.size()));
    distinct(StreamId::csr_counts) = to_bytes_rounded_up(Bits(weights.csr.counts.size()));
    return facts;
}

} // namespace fracbit::models

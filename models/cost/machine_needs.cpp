#include "models/cost/machine_needs.hpp"

#include "models/circuits/clocked_pipeline.hpp"
#include "models/circuits/synthesis.hpp"
#include "models/xor/xor_properties.hpp"

#include <algorithm>
#include <utility>

namespace fracbit::models {

void MachineNeeds::add(const QuantizedLayer& weights) {
    use_.dense8 = use_.dense8 || weights.format == WeightFormat::dense8;
    if (is_shift(weights.format)) use_.shift_bits = std::max(use_.shift_bits, weights.shift_bits);
    use_.planes = std::max(use_.planes, weights.q());
    if (weights.format == WeightFormat::csr) {
        use_.csr = true;
        use_.gap_bits = std::max(use_.gap_bits, weights.csr.gap_bits);
    }
    for (const StoredPlane& plane : weights.planes) {
        use_.patches = use_.patches || plane.patches.format != PatchFormat::none;
        if (plane.patches.format == PatchFormat::gaps) use_.gap_bits = std::max(use_.gap_bits, plane.patches.gap_bits);
        if (plane.network == nullptr) continue;
        const auto same = [&plane](const DecoderNeed& known) {
            return known.registers == plane.registers && *known.network == *plane.network;
        };
        if (std::none_of(decoders_.begin(), decoders_.end(), same))
            decoders_.push_back({plane.network, plane.registers});
    }
    if (weights.format != WeightFormat::sparse) return;
    use_.sparse = true;
    use_.bitmap_mask = use_.bitmap_mask || weights.mask.format == MaskFormat::bitmap;
    use_.relative_mask = use_.relative_mask || weights.mask.format == MaskFormat::relative_index;
    if (weights.mask.format == MaskFormat::relative_index)
        use_.gap_bits = std::max(use_.gap_bits, weights.mask.gap_bits);
    if (weights.mask.format == MaskFormat::low_rank) use_.mask_rank = std::max(use_.mask_rank, weights.mask.rank);
}

MachineCost MachineNeeds::cost(const Architecture& architecture, const Technology& technology, std::uint64_t seed,
                               const CancelCheck& cancelled) const {
    int levels = 0;
    for (const DecoderNeed& decoder : decoders_) levels = std::max(levels, logic_levels(*decoder.network));
    const DecoderStages pipeline = decoder_pipeline(architecture, levels);
    std::vector<DecoderCost> costs;
    for (const DecoderNeed& decoder : decoders_) {
        const DecoderCircuit circuit = decoder_circuit(*decoder.network, pipeline, seed, cancelled);
        costs.push_back(decoder_cost(circuit.netlist, circuit.cut, technology, {}, decoder.registers));
    }
    MachineUse use = use_;
    use.decoders = costs;
    return machine_cost(architecture, use, technology);
}

DecoderStages decoder_pipeline(const Architecture& architecture, int levels) {
    return decoder_stages(levels, architecture.weights.levels_per_stage, architecture.weights.decoder_stages);
}

DecoderCircuit decoder_circuit(const XorNetwork& network, const DecoderStages& pipeline, std::uint64_t seed,
                               const CancelCheck& cancelled) {
    XorNetlist netlist = synthesize(network, {pipeline.stages * pipeline.levels, seed, cancelled}).netlist;
    PipelineCut cut = cut_with_few_registers(netlist, pipeline.levels, pipeline.stages);
    return {std::move(netlist), std::move(cut)};
}

} // namespace fracbit::models

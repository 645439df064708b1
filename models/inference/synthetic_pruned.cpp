#include "models/inference/synthetic_pruned.hpp"

#include "models/core/error.hpp"
#include "models/csr/csr_codec.hpp"
#include "models/encoding/patch_codec.hpp"
#include "models/encoding/plane_encoder.hpp"
#include "models/inference/storage_order.hpp"
#include "models/masks/mask_decoder.hpp"
#include "models/masks/mask_encoder.hpp"
#include "models/masks/stored_order.hpp"
#include "models/sequential/sequential_encoder.hpp"

#include <algorithm>
#include <cmath>
#include <fmt/format.h>

namespace fracbit::models {
namespace {

BitVector draw_mask(Random& random, std::int64_t count, double sparsity) {
    BitVector mask(count);
    for (std::int64_t i = 0; i < count; ++i)
        if (random.uniform() >= sparsity) mask.set(i, true);
    return mask;
}

/// Factors whose product is as dense as it should be: 1 - (1 - p^2)^rank.
LowRankFactors draw_factors(const Layer& layer, const StorageMap& map, const SyntheticSpec& spec, Random& random) {
    const PrunedSpec& pruned = spec.pruned;
    LowRankFactors factors = empty_factors(layer, map, spec.group_rows, pruned.mask_columns, pruned.rank);
    const double p = std::sqrt(1 - std::pow(pruned.sparsity, 1.0 / pruned.rank));
    for (auto* words : {&factors.u, &factors.v})
        for (std::uint64_t& word : *words)
            for (int i = 0; i < pruned.rank; ++i) word |= std::uint64_t{random.uniform() < p} << i;
    return factors;
}

StoredMask draw_stored_mask(const Layer& layer, const StorageMap& map, const SyntheticSpec& spec, Random& random) {
    if (spec.pruned.mask == MaskFormat::low_rank) return encode_low_rank(layer, map, draw_factors(layer, map, spec, random));
    const BitVector mask = draw_mask(random, layer.weights(), spec.pruned.sparsity);
    return spec.pruned.mask == MaskFormat::bitmap ? encode_bitmap(layer, map, mask) : encode_relative_index(layer, map, mask);
}

PatchStream store_patches(const std::vector<std::vector<std::int64_t>>& patches, std::span<const std::int64_t> lengths, const XorNetwork& network,
                          const PrunedSpec& pruned) {
    const int parameter = pruned.patches == PatchFormat::counted ? pruned.block_slices : best_gap_bits(patches).gap_bits;
    return write_patches(pruned.patches, patches, lengths, network.n_out(), parameter);
}

/// Random patches, at most one a weight.
PatchStream draw_patches(std::span<const std::int64_t> lengths, const XorNetwork& network, const PrunedSpec& pruned, Random& random) {
    if (pruned.patches == PatchFormat::none) return {};
    std::vector<std::vector<std::int64_t>> patches;
    const double rate = pruned.patches_per_slice / network.n_out();
    for (const std::int64_t length : lengths) {
        patches.emplace_back();
        for (std::int64_t i = 0; i < length; ++i)
            if (random.uniform() < rate) patches.back().push_back(i);
    }
    return store_patches(patches, lengths, network, pruned);
}

/// Encoded with registers, and its patches, which come as gaps, in the format that is asked for.
StoredPlane encode_with_registers(const BitVector& codes, const BitVector& kept, std::span<const std::int64_t> lengths,
                                  const std::shared_ptr<const XorNetwork>& network, const PrunedSpec& pruned) {
    SequentialOptions options;
    options.registers = pruned.registers;
    options.n_in = network->n_in() / (pruned.registers + 1);
    options.n_out = network->n_out();
    StoredPlane plane = encode_sequential(codes, kept, lengths, network, options);
    if (pruned.patches == plane.patches.format) return plane;
    std::vector<std::vector<std::int64_t>> patches;
    for (std::size_t run = 0; run < lengths.size(); ++run)
        patches.push_back(read_patches(plane.patches, static_cast<std::int64_t>(run), lengths[run], network->n_out()));
    plane.patches = store_patches(patches, lengths, *network, pruned);
    return plane;
}

StoredPlane draw_plane(std::span<const std::int64_t> lengths, const BitVector& kept, const std::shared_ptr<const XorNetwork>& network,
                       const PrunedSpec& pruned, Random& random) {
    if (pruned.patches_per_slice < 0 && pruned.registers > 0) return encode_with_registers(draw_bits(random, kept.size()), kept, lengths, network, pruned);
    if (pruned.patches_per_slice < 0) {
        EncodeOptions options;
        options.format = pruned.patches;
        options.block_slices = pruned.block_slices;
        options.search = SeedSearch::elimination;
        return encode_plane(draw_bits(random, kept.size()), kept, lengths, network, options);
    }
    StoredPlane plane{network, {}, pruned.registers};
    std::int64_t seeds = 0;
    for (const std::int64_t length : lengths) seeds += pruned.registers + ceil_div(length, network->n_out());
    plane.bits = draw_bits(random, seeds * plane.seed_bits());
    plane.patches = draw_patches(lengths, *network, pruned, random);
    return plane;
}

void expect(bool holds, const std::string& what) {
    if (!holds) throw ConfigError("synthetic weights: " + what);
}

} // namespace

BitVector draw_bits(Random& random, std::int64_t count) {
    BitVector bits(count);
    for (auto& word : bits.words()) word = random.next();
    if (count % 64 != 0) bits.words().back() &= (std::uint64_t{1} << (count % 64)) - 1; // bits past the end are zero
    return bits;
}

void check_pruned(const SyntheticSpec& spec) {
    const PrunedSpec& pruned = spec.pruned;
    expect(pruned.sparsity >= 0 && pruned.sparsity <= 1, fmt::format("sparsity is {}, allowed is 0 to 1", pruned.sparsity));
    expect(spec.group_rows >= 1, fmt::format("group_rows is {}, allowed is 1 or more", spec.group_rows));
    if (spec.format == WeightFormat::csr) {
        expect(spec.order != StorageOrder::k_major, "CSR weights are stored row-major or tiled, found k-major");
        expect(spec.q == 1, fmt::format("CSR weights have one plane, found q = {}", spec.q));
        return;
    }
    expect(spec.order != StorageOrder::row_major, "sparse weights are stored k-major or tiled, found row-major");
    expect(pruned.registers >= 0 && spec.xor_spec.n_in % (pruned.registers + 1) == 0,
           fmt::format("n_in = {} is not a whole number of seeds for {} registers", spec.xor_spec.n_in, pruned.registers));
}

void draw_pruned(const Layer& layer, const SyntheticSpec& spec, const std::vector<std::shared_ptr<const XorNetwork>>& networks,
                 Random& random, QuantizedLayer& drawn) {
    if (spec.format == WeightFormat::csr) {
        drawn.planes.resize(1);
        const BitVector kept = draw_mask(random, layer.weights(), spec.pruned.sparsity);
        drawn.csr = encode_csr(layer, spec.order, spec.group_rows, spec.tile_columns, draw_bits(random, layer.weights()), kept,
                               spec.pruned.decoders);
        return;
    }
    const StorageMap map(layer, drawn);
    std::vector<std::int64_t> lengths;
    for (const RowGroup& group : map.row_groups()) lengths.push_back(map.elements(group));
    drawn.mask = draw_stored_mask(layer, map, spec, random);
    BitVector kept(layer.weights());
    std::int64_t first = 0;
    for (const BitVector& group : cut_into_row_groups(layer, map, decode_mask(layer, map, drawn.mask))) {
        kept.copy(first, group, 0, group.size());
        first += group.size();
    }
    for (int plane = 0; plane < spec.q; ++plane)
        drawn.planes.push_back(draw_plane(lengths, kept, networks[static_cast<std::size_t>(plane)], spec.pruned, random));
}

} // namespace fracbit::models

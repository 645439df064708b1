// What stored weights depend on, as keys of shared results.
#pragma once

#include "explorer/evaluation/integer_key.hpp"
#include "models/inference/synthetic_workload.hpp"

namespace fracbit::explorer {

using EncodingKey = IntegerKey<24>;

using models::is_encoded;
using models::is_pruned;

/// Bit planes of an array layer that is not attention.
constexpr int planes_of(const models::SyntheticSpec& spec) {
    const bool one = spec.format == models::WeightFormat::dense8 || spec.format == models::WeightFormat::csr;
    return one || models::is_shift(spec.format) ? 1 : spec.q;
}

/// Everything that the contents of a drawn layer depend on but its rescaling, which takes no cycles; for formats whose
/// values do not count, everything that sizes depend on.
template <class Key>
void add_encoding(Key& key, const models::SyntheticSpec& spec) {
    const models::PrunedSpec& pruned = spec.pruned;
    const models::XorSpec& network = spec.xor_spec;
    key.add(static_cast<std::int64_t>(spec.format));
    key.add(std::int64_t{planes_of(spec)});
    key.add(std::int64_t{models::is_shift(spec.format) ? spec.q : 0});
    key.add(static_cast<std::int64_t>(spec.order));
    const bool grouped = spec.order != models::StorageOrder::row_major || is_pruned(spec.format);
    key.add(grouped ? spec.group_rows : 0);
    key.add(spec.order == models::StorageOrder::tiled ? spec.tile_columns : 0);
    if (is_encoded(spec.format)) {
        key.add(std::int64_t{network.n_in});
        key.add(std::int64_t{network.n_out});
    }
    if (!is_pruned(spec.format)) return;
    key.add(static_cast<std::int64_t>(spec.seed));
    key.add(pruned.sparsity);
    if (spec.format == models::WeightFormat::csr) {
        key.add(std::int64_t{pruned.decoders});
        return;
    }
    key.add(std::int64_t{network.taps});
    key.add(static_cast<std::int64_t>(network.seed));
    key.add(static_cast<std::int64_t>(pruned.mask));
    if (pruned.mask == models::MaskFormat::low_rank) {
        key.add(std::int64_t{pruned.rank});
        key.add(pruned.mask_columns);
    }
    key.add(static_cast<std::int64_t>(pruned.patches));
    key.add(std::int64_t{pruned.block_slices});
    key.add(std::int64_t{pruned.registers});
    key.add(pruned.patches_per_slice);
}

} // namespace fracbit::explorer

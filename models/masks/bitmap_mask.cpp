#include "models/masks/bitmap_mask.hpp"

#include "models/masks/mask_encoder.hpp"
#include "models/masks/mask_runs.hpp"
#include "models/masks/stored_order.hpp"

namespace fracbit::models {

StoredMask encode_bitmap(const Layer& layer, const StorageMap& map, const BitVector& mask) {
    StoredMask stored;
    append_runs(stored, cut_into_row_groups(layer, map, mask));
    return stored;
}

BitVector decode_bitmap(const Layer& layer, const StorageMap& map, const StoredMask& mask) {
    const auto& row_groups = map.row_groups();
    std::vector<BitVector> groups(row_groups.size());
    for (std::size_t g = 0; g < groups.size(); ++g) {
        check_run_size(layer, mask, g, map.elements(row_groups[g]));
        groups[g].resize(map.elements(row_groups[g]));
        groups[g].copy(0, mask.bits, mask.runs[g], groups[g].size());
    }
    return join_row_groups(map, groups);
}

} // namespace fracbit::models

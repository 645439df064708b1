#include "models/masks/mask_decoder.hpp"

#include "models/masks/bitmap_mask.hpp"
#include "models/masks/mask_runs.hpp"
#include "models/masks/relative_index_mask.hpp"

namespace fracbit::models {

BitVector decode_mask(const Layer& layer, const StorageMap& map, const StoredMask& mask) {
    check_runs(layer, map, mask);
    switch (mask.format) {
    case MaskFormat::bitmap:
        return decode_bitmap(layer, map, mask);
    case MaskFormat::relative_index:
        return decode_relative_index(layer, map, mask);
    case MaskFormat::low_rank:
        break;
    }
    return multiply(layer, map, decode_factors(layer, map, mask));
}

} // namespace fracbit::models

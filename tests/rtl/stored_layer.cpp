#include "tests/rtl/stored_layer.hpp"

#include "models/encoding/plane_decoder.hpp"
#include "models/inference/storage_order.hpp"
#include "models/masks/mask_decoder.hpp"
#include "models/masks/stored_order.hpp"

namespace fracbit::test {

using namespace models;

TestVectors vectors_of(const WeightPathSpec& spec, const Layer& layer, const QuantizedLayer& weights,
                       std::int64_t most_weights) {
    const StorageMap map(layer, weights);
    std::vector<std::int64_t> lengths;
    for (const RowGroup& group : map.row_groups()) lengths.push_back(map.elements(group));
    std::vector<BitVector> codes;
    for (const StoredPlane& plane : weights.planes) codes.push_back(decode_plane(plane, lengths));
    BitVector kept;
    if (spec.masked) {
        for (const BitVector& group : cut_into_row_groups(layer, map, decode_mask(layer, map, weights.mask))) {
            const std::int64_t at = kept.size();
            kept.resize(at + group.size());
            kept.copy(at, group, 0, group.size());
        }
    }
    return layer_vectors(spec, weights.planes, lengths, codes, kept, most_weights);
}

} // namespace fracbit::test

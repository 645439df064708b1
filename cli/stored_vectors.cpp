#include "cli/stored_vectors.hpp"

#include "models/encoding/plane_decoder.hpp"
#include "models/inference/weight_codes.hpp"
#include "models/masks/mask_decoder.hpp"

namespace fracbit::cli {

models::TestVectors stored_vectors(const models::WeightPathSpec& spec, const models::Layer& layer,
                                   const models::QuantizedLayer& weights, std::int64_t most_weights) {
    const models::StorageMap map(layer, weights);
    std::vector<std::int64_t> lengths;
    for (const models::RowGroup& group : map.row_groups()) lengths.push_back(map.elements(group) * map.element_bits());
    std::vector<models::BitVector> codes;
    for (const models::StoredPlane& plane : weights.planes) codes.push_back(models::decode_plane(plane, lengths));
    models::BitVector kept;
    if (spec.masked) kept = models::store_codes(layer, models::decode_mask(layer, map, weights.mask), map);
    return models::layer_vectors(spec, weights.planes, lengths, codes, kept, most_weights);
}

} // namespace fracbit::cli

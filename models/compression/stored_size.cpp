#include "models/compression/stored_size.hpp"

#include "models/encoding/patch_codec.hpp"
#include "models/encoding/plane_bits.hpp"
#include "models/inference/storage_order.hpp"
#include "models/masks/mask_encoder.hpp"

namespace fracbit::models {

StoredSize& StoredSize::operator+=(const StoredSize& other) {
    seeds += other.seeds;
    counts += other.counts;
    locations += other.locations;
    mask += other.mask;
    scales += other.scales;
    offsets += other.offsets;
    return *this;
}

StoredSize stored_size(const SparseWeights& weights) {
    StoredSize size;
    for (const auto& plane : weights.planes) {
        const PlaneBits bits = stored_bits(plane);
        size += {bits.seeds, bits.counts, bits.locations, 0, 0, bits.offsets};
    }
    size.mask = weights.mask.bits.size();
    size.offsets += mask_bits(weights.mask) - size.mask;
    for (const auto& alpha : weights.alpha) size.scales += scale_bits * static_cast<std::int64_t>(alpha.size());
    return size;
}

std::vector<std::int64_t> patch_histogram(const Layer& layer, const SparseWeights& weights, const StoredPlane& plane) {
    const StorageMap map(layer, weights.order, weights.group_rows, weights.tile_columns);
    const int n_out = plane.network->n_out();
    std::vector<std::int64_t> histogram(1);
    const auto add = [&](std::size_t patches) {
        if (histogram.size() <= patches) histogram.resize(patches + 1);
        ++histogram[patches];
    };
    for (std::size_t run = 0; run < map.row_groups().size(); ++run) {
        const std::int64_t length = map.elements(map.row_groups()[run]);
        std::vector<std::int64_t> places;
        if (plane.patches.format != PatchFormat::none)
            places = read_patches(plane.patches, static_cast<std::int64_t>(run), length, n_out);
        auto place = places.begin();
        for (std::int64_t end = n_out; end < length + n_out; end += n_out) {
            const auto first = place;
            while (place != places.end() && *place < end) ++place;
            add(static_cast<std::size_t>(place - first));
        }
    }
    return histogram;
}

std::int64_t count_patches(const std::vector<std::int64_t>& histogram) {
    std::int64_t patches = 0;
    for (std::size_t p = 0; p < histogram.size(); ++p) patches += static_cast<std::int64_t>(p) * histogram[p];
    return patches;
}

} // namespace fracbit::models

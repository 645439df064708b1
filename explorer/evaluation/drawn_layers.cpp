#include "explorer/evaluation/drawn_layers.hpp"

namespace fracbit::explorer {

std::int64_t DrawnLayer::bytes() const {
    const auto words = [](const models::BitVector& bits) { return bits.size() / 8; };
    std::int64_t sum = words(layer->mask.bits) + words(layer->csr.entries) + words(layer->csr.counts) +
                       static_cast<std::int64_t>(layer->dense.size());
    for (const models::StoredPlane& plane : layer->planes)
        sum += words(plane.bits) + words(plane.patches.counts) + words(plane.patches.locations);
    for (const auto& multipliers : layer->rescaling.multipliers)
        sum += static_cast<std::int64_t>(multipliers.size() * sizeof(std::int32_t));
    sum += static_cast<std::int64_t>(layer->rescaling.offsets.size() * sizeof(std::int64_t));
    return sum + static_cast<std::int64_t>(sizeof(models::QuantizedLayer));
}

DrawnWorkload::DrawnWorkload(const models::Network& network, int number, const models::SyntheticSpec& spec,
                             DrawnLayers& layers)
    : source_(network, spec), layers_(layers) {
    key_.add(std::int64_t{number});
    add_encoding(key_, spec);
}

std::shared_ptr<const models::QuantizedLayer> DrawnWorkload::layer(int i) const {
    stop_if(layers_.cancelled);
    EncodingKey key = key_;
    key.add(std::int64_t{i});
    return layers_.cache.get(key, [&] { return DrawnLayer{source_.layer(i)}; })->layer;
}

} // namespace fracbit::explorer

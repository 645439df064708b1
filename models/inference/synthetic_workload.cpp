#include "models/inference/synthetic_workload.hpp"

#include "models/core/error.hpp"
#include "models/core/random.hpp"
#include "models/inference/storage_order.hpp"
#include "models/inference/synthetic_pruned.hpp"
#include "models/inference/synthetic_rescaling.hpp"

#include <algorithm>
#include <cstring>
#include <fmt/format.h>

namespace fracbit::models {
namespace {

constexpr int most_planes = 8;

void expect(bool holds, const char* field, std::int64_t value, const char* allowed) {
    if (!holds) throw ConfigError(fmt::format("synthetic weights: {} is {}, allowed is {}", field, value, allowed));
}

/// Shift weights and 8-bit ones have a single plane.
int planes_of(const SyntheticSpec& spec, WeightFormat format) {
    return format == WeightFormat::dense8 || is_shift(format) ? 1 : spec.q;
}

std::vector<std::int8_t> draw_bytes(Random& random, std::int64_t count) {
    std::vector<std::int8_t> bytes(static_cast<std::size_t>(count));
    for (std::size_t i = 0; i < bytes.size(); i += 8) {
        const std::uint64_t word = random.next();
        for (std::size_t j = 0; j < std::min<std::size_t>(8, bytes.size() - i); ++j)
            bytes[i + j] = std::max<std::int8_t>(-127, static_cast<std::int8_t>(word >> (8 * j)));
    }
    return bytes;
}

} // namespace

void validate(const SyntheticSpec& spec) {
    expect(spec.q >= 1 && spec.q <= most_planes, "q", spec.q, "1 to 8");
    if (is_shift(spec.format)) expect(spec.q <= most_shift_bits, "q of shift weights", spec.q, "1 to 4");
    expect(spec.activation_bits >= 1 && spec.activation_bits <= 8, "activation_bits", spec.activation_bits, "1 to 8");
    if (spec.order != StorageOrder::row_major) expect(spec.group_rows >= 1, "group_rows", spec.group_rows, "1 or more");
    if (spec.order == StorageOrder::tiled)
        expect(spec.tile_columns >= 1, "tile_columns", spec.tile_columns, "1 or more");
    if (is_pruned(spec.format)) check_pruned(spec);
    if (is_encoded(spec.format)) validate(spec.xor_spec);
}

SyntheticWorkload::SyntheticWorkload(Network network, const SyntheticSpec& spec)
    : network_(std::move(network)), spec_(spec) {
    validate(network_);
    validate(spec);
    if (!is_encoded(spec.format)) return;
    for (int plane = 0; plane < planes_of(spec, spec.format); ++plane) {
        XorSpec own = spec.xor_spec;
        own.seed += static_cast<std::uint64_t>(plane);
        xor_networks_.push_back(std::make_shared<const XorNetwork>(own));
    }
}

std::shared_ptr<const QuantizedLayer> SyntheticWorkload::layer(int i) const {
    const Layer& layer = network_.layers[static_cast<std::size_t>(i)];
    // A stream per layer: the generator's seeding spreads neighbouring seeds over its whole state.
    Random random(spec_.seed * 0x9e3779b97f4a7c15U + static_cast<std::uint64_t>(i));
    auto drawn = std::make_shared<QuantizedLayer>();
    drawn->format = layer.kind == LayerKind::attention ? WeightFormat::dense8 : spec_.format;
    drawn->order = spec_.order;
    drawn->group_rows = spec_.group_rows;
    drawn->tile_columns = spec_.tile_columns;
    if (runs_on_array(layer.kind)) {
        const bool dense = drawn->format == WeightFormat::dense8;
        if (is_pruned(drawn->format)) {
            draw_pruned(layer, spec_, xor_networks_, random, *drawn);
            draw_rescaling(network_, i, spec_.activation_bits, random, *drawn, 1 - spec_.pruned.sparsity);
            return drawn;
        }
        drawn->planes.resize(static_cast<std::size_t>(planes_of(spec_, drawn->format)));
        if (is_shift(drawn->format)) drawn->shift_bits = spec_.q;
        if (dense) drawn->dense = draw_bytes(random, layer.weights());
        for (std::size_t plane = 0; !dense && plane < drawn->planes.size(); ++plane) {
            StoredPlane& stored = drawn->planes[plane];
            if (is_encoded(drawn->format)) stored.network = xor_networks_[plane];
            stored.bits = draw_bits(random, StorageMap(layer, *drawn).stored_bits(stored.network.get()));
        }
    }
    draw_rescaling(network_, i, spec_.activation_bits, random, *drawn);
    return drawn;
}

} // namespace fracbit::models

#include "models/timing/shape_workload.hpp"

#include "models/core/error.hpp"

#include <fmt/format.h>
#include <utility>

namespace fracbit::models {
namespace {

bool is_encrypted(WeightFormat format) { return format == WeightFormat::flexor || format == WeightFormat::shift_xor; }

std::shared_ptr<const QuantizedLayer> stored(WeightFormat format, const WeightShape& shape) {
    auto layer = std::make_shared<QuantizedLayer>();
    layer->format = format;
    layer->order = shape.order;
    layer->group_rows = shape.group_rows;
    layer->tile_columns = shape.tile_columns;
    const bool one_plane = format == WeightFormat::dense8 || is_shift(format);
    layer->planes.resize(one_plane ? 1 : static_cast<std::size_t>(shape.q));
    if (is_shift(format)) layer->shift_bits = shape.q;
    if (is_encrypted(format))
        for (StoredPlane& plane : layer->planes) plane.network = shape.network;
    return layer;
}

} // namespace

ShapeWorkload::ShapeWorkload(Network network, const WeightShape& shape) : network_(std::move(network)) {
    validate(network_);
    if (shape.format == WeightFormat::sparse || shape.format == WeightFormat::csr)
        throw ConfigError(fmt::format("weights of format {} cannot be timed without their values: patches, masks and "
                                      "entries decide; give a model, or "
                                      "draw one",
                                      to_string(shape.format)));
    if (shape.q < 1 || shape.q > 8) throw ConfigError(fmt::format("q is {}; 1 to 8 planes are allowed", shape.q));
    if (is_shift(shape.format) && shape.q > most_shift_bits)
        throw ConfigError(fmt::format("q is {}; weights of format {} have 1 to {} bits", shape.q,
                                      to_string(shape.format), most_shift_bits));
    if (is_encrypted(shape.format) && !shape.network)
        throw ConfigError(
            fmt::format("weights of format {} need an XOR network; none was given", to_string(shape.format)));
    weights_ = stored(shape.format, shape);
    attention_ = stored(WeightFormat::dense8, shape);
    none_ = std::make_shared<QuantizedLayer>();
}

std::shared_ptr<const QuantizedLayer> ShapeWorkload::layer(int i) const {
    const LayerKind kind = network_.layers[static_cast<std::size_t>(i)].kind;
    if (!runs_on_array(kind)) return none_;
    return kind == LayerKind::attention ? attention_ : weights_;
}

} // namespace fracbit::models

#include "models/timing/repeated_layers.hpp"

#include "models/timing/decoder_pipe.hpp"

namespace fracbit::models::timing {
namespace {

bool same_shape(const Layer& a, const Layer& b) {
    return a.kind == b.kind && a.input == b.input && a.out_channels == b.out_channels &&
           a.kernel_height == b.kernel_height && a.kernel_width == b.kernel_width &&
           a.stride_height == b.stride_height && a.stride_width == b.stride_width && a.pad_height == b.pad_height &&
           a.pad_width == b.pad_width && a.dilation_height == b.dilation_height &&
           a.dilation_width == b.dilation_width && a.groups == b.groups && a.repeat == b.repeat;
}

/// Networks that words go through in the same time.
bool same_depth(const std::shared_ptr<const XorNetwork>& a, const std::shared_ptr<const XorNetwork>& b) {
    if (a == b) return true;
    return a && b && a->n_in() == b->n_in() && a->n_out() == b->n_out() && heaviest_row(*a) == heaviest_row(*b);
}

} // namespace

bool RepeatedLayers::values_count(const LayerWork& work) {
    if (!work.on_array || work.layer->kind == LayerKind::attention) return false;
    return work.stored->format == WeightFormat::sparse || work.stored->format == WeightFormat::csr;
}

bool RepeatedLayers::same(const Known& known, const LayerWork& work) {
    if (!same_shape(*known.shape, *work.layer) || !(known.tensors == work.tensors)) return false;
    if (!work.on_array) return true;
    const QuantizedLayer& stored = *work.stored;
    if (known.format != stored.format || known.order != stored.order || known.group_rows != stored.group_rows ||
        known.tile_columns != stored.tile_columns || known.shift_bits != stored.shift_bits ||
        known.networks.size() != stored.planes.size())
        return false;
    for (std::size_t p = 0; p < stored.planes.size(); ++p)
        if (!same_depth(known.networks[p], stored.planes[p].network) || stored.planes[p].registers != 0) return false;
    return true;
}

std::optional<std::size_t> RepeatedLayers::find(const LayerWork& work) const {
    if (values_count(work)) return std::nullopt;
    for (const Known& known : known_)
        if (same(known, work)) return known.layer;
    return std::nullopt;
}

void RepeatedLayers::add(const LayerWork& work, std::size_t layer) {
    if (values_count(work)) return;
    const QuantizedLayer& stored = *work.stored;
    known_.push_back({work.layer,
                      work.tensors,
                      stored.format,
                      stored.order,
                      stored.group_rows,
                      stored.tile_columns,
                      stored.shift_bits,
                      {},
                      layer});
    for (const StoredPlane& plane : stored.planes) known_.back().networks.push_back(plane.network);
}

} // namespace fracbit::models::timing

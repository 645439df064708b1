#include "models/inference/kept_weights.hpp"

#include "models/csr/csr_codec.hpp"
#include "models/masks/mask_decoder.hpp"

namespace fracbit::models {

std::optional<BitVector> kept_weights_of(const Layer& layer, const QuantizedLayer& quantized) {
    if (quantized.format == WeightFormat::sparse) return decode_mask(layer, StorageMap(layer, quantized), quantized.mask);
    if (quantized.format == WeightFormat::csr)
        return decode_csr(layer, quantized.order, quantized.group_rows, quantized.tile_columns, quantized.csr).kept;
    return std::nullopt;
}

} // namespace fracbit::models

#include "cli/trained_model.hpp"

#include "cli/machine_options.hpp"
#include "cli/weight_options.hpp"
#include "models/core/error.hpp"
#include "models/files/model_file.hpp"
#include "models/inference/model_weights.hpp"
#include "models/inference/synthetic_storage.hpp"

#include <algorithm>

#include <fmt/format.h>

namespace fracbit::cli {

BitCheck check_claimed_bits(const models::Model& model, const std::string& path) {
    BitCheck check;
    for (std::size_t i = 0; i < model.layers.size(); ++i) {
        const models::Layer& layer = model.network.layers[i];
        const std::vector<models::BitVector> planes = models::decoded_planes(layer, model.layers[i]);
        for (std::size_t p = 0; p < planes.size(); ++p) {
            check.decoded += planes[p].size();
            if (i >= model.claimed_weight_bits.size() || p >= model.claimed_weight_bits[i].size()) continue;
            check.checked += planes[p].size();
            if (planes[p] == model.claimed_weight_bits[i][p]) continue;
            throw FormatError(path,
                              fmt::format("layer '{}', plane {}: the stored bits do not decode to the weight bits "
                                          "that the file states; the file is damaged or its XOR matrix is another",
                                          layer.name, p));
        }
    }
    return check;
}

models::Model read_checked_model(const std::string& path, BitCheck& bits) {
    models::Model model = models::read_model(path);
    bits = check_claimed_bits(model, path);
    return model;
}

models::QuantizeOptions quantize_options(const models::Model& model, const std::string& format,
                                         const std::string& storage, const models::Architecture& architecture) {
    models::QuantizeOptions options;
    options.format = weight_format(format);
    // A model with planes or powers of two that stay encrypted keeps the order of these.
    const auto stays = [&](const models::ModelLayer& layer) {
        using models::WeightFormat;
        if (std::holds_alternative<models::EncryptedWeights>(layer.weights))
            return !options.format || *options.format == WeightFormat::flexor || models::is_shift(*options.format);
        const auto* shift = std::get_if<models::ShiftWeights>(&layer.weights);
        return shift != nullptr && shift->network != nullptr &&
               (!options.format || *options.format == WeightFormat::shift_xor);
    };
    const bool stays_encrypted = std::any_of(model.layers.begin(), model.layers.end(), stays);
    options.order = stays_encrypted ? models::StorageOrder::row_major : storage_order(storage, options.format);
    options.group_rows = architecture.array.rows;
    options.tile_columns = architecture.array.columns;
    options.csr_decoders = architecture.csr.decoders;
    options.activation_bits = activation_bits(architecture);
    return options;
}

} // namespace fracbit::cli

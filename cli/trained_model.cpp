#include "cli/trained_model.hpp"

#include "models/core/error.hpp"
#include "models/files/model_file.hpp"
#include "models/inference/model_weights.hpp"

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

} // namespace fracbit::cli

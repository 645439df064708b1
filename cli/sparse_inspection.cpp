#include "cli/sparse_inspection.hpp"

#include "cli/encode_result.hpp"
#include "models/compression/stored_size.hpp"
#include "models/inference/model_weights.hpp"
#include "models/results/report_text.hpp"
#include "models/results/text_table.hpp"

#include <algorithm>
#include <fmt/format.h>
#include <nlohmann/json.hpp>

namespace fracbit::cli {
namespace {

using Json = nlohmann::ordered_json;
using Histogram = std::vector<std::int64_t>;

std::int64_t kept_of(const models::Layer& layer, const models::SparseWeights& weights) {
    return models::kept_mask(layer, {weights, {}})->count_ones();
}

std::string code_text(const models::StoredPlane& plane) {
    std::string text = fmt::format("{} -> {}", plane.seed_bits(), plane.network->n_out());
    if (plane.registers > 0) text += fmt::format(" with {} registers", plane.registers);
    return text;
}

/// A bar a line; the longest just fits.
std::string histogram_text(const Histogram& histogram, int width) {
    const std::int64_t most = std::max<std::int64_t>(1, *std::max_element(histogram.begin(), histogram.end()));
    const std::int64_t room = std::max(1, width - 18);
    std::string text;
    for (std::size_t p = 0; p < histogram.size(); ++p) {
        const std::int64_t bar = (histogram[p] * room + most - 1) / most;
        text += fmt::format("{:>4} {:>11}{}{}\n", p, models::grouped(histogram[p]), bar > 0 ? " " : "",
                            std::string(static_cast<std::size_t>(bar), '#'));
    }
    return text;
}

} // namespace

std::string sparse_text(const std::vector<SparseLayer>& layers, int width) {
    models::TextTable table({{"bits/weight of", 9, true},
                             {"kept %", 7, false},
                             {"all", 9, false},
                             {"seeds", 8, false},
                             {"counts", 6, false},
                             {"places", 6, false},
                             {"mask", 8, false},
                             {"scales", 5, false},
                             {"offsets", 4, false},
                             {"mask is", 3, true},
                             {"order", 2, true}});
    std::string histograms;
    for (const auto& [layer, weights] : layers) {
        const models::StoredSize size = stored_size(*weights);
        const auto per_weight = [count = static_cast<double>(layer->weights())](std::int64_t bits) {
            return fmt::format("{:.4f}", static_cast<double>(bits) / count);
        };
        table.add({layer->name,
                   fmt::format("{:.2f}", 100.0 * static_cast<double>(kept_of(*layer, *weights)) /
                                             static_cast<double>(layer->weights())),
                   per_weight(size.total()), per_weight(size.seeds), per_weight(size.counts),
                   per_weight(size.locations), per_weight(size.mask), per_weight(size.scales), per_weight(size.offsets),
                   to_string(weights->mask.format), to_string(weights->order)});
        for (std::size_t i = 0; i < weights->planes.size(); ++i) {
            const Histogram histogram = patch_histogram(*layer, *weights, weights->planes[i]);
            std::int64_t slices = 0;
            for (const std::int64_t count : histogram) slices += count;
            histograms += "\n" + models::wrapped(fmt::format("{}, plane {}: {}; {} slices by their patches ({} in all)",
                                                             layer->name, i, code_text(weights->planes[i]),
                                                             models::grouped(slices),
                                                             models::grouped(models::count_patches(histogram))),
                                                 width);
            histograms += histogram_text(histogram, width);
        }
    }
    return "\n" + table.text(width) + histograms;
}

Json sparse_json(const models::Layer& layer, const models::SparseWeights& weights) {
    const models::StoredSize size = stored_size(weights);
    Json json = {{"order", to_string(weights.order)},
                 {"group_rows", weights.group_rows},
                 {"kept", kept_of(layer, weights)},
                 {"bits_per_weight", static_cast<double>(size.total()) / static_cast<double>(layer.weights())},
                 {"bits", to_json(size)},
                 {"mask", to_string(weights.mask.format)},
                 {"planes", Json::array()}};
    for (const models::StoredPlane& plane : weights.planes)
        json["planes"].push_back({{"n_in", plane.seed_bits()},
                                  {"n_out", plane.network->n_out()},
                                  {"registers", plane.registers},
                                  {"patch_format", to_string(plane.patches.format)},
                                  {"slices_by_patches", patch_histogram(layer, weights, plane)}});
    return json;
}

} // namespace fracbit::cli

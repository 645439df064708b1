// What a model's pruned layers take in memory, and how their patches are spread.
#pragma once

#include "models/model/model.hpp"

#include <nlohmann/json_fwd.hpp>

#include <string>
#include <utility>
#include <vector>

namespace fracbit::cli {

using SparseLayer = std::pair<const models::Layer*, const models::SparseWeights*>;

/// Bits a weight of every part, then a histogram of patches per slice for every plane.
std::string sparse_text(const std::vector<SparseLayer>& layers, int width);

nlohmann::ordered_json sparse_json(const models::Layer& layer, const models::SparseWeights& weights);

} // namespace fracbit::cli

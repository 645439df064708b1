// Whether the parts of a layer's sparse weights fit together, down to the last bit of every stream.
#pragma once

#include "models/model/model.hpp"

#include <string>
#include <vector>

namespace fracbit::models {

/// `part`: "order", "mask", "planes/I", "planes/I/seeds" or "planes/I/patches"; scales are not looked at.
struct SparseProblem {
    std::string part, message;
};

/// Everything that keeps the planes and the mask from being decoded; empty if nothing does. The streams of variable
/// length (relative indices, patches) are read to their ends. `layer` must be a conv or linear layer.
std::vector<SparseProblem> sparse_problems(const Layer& layer, const SparseWeights& weights);

} // namespace fracbit::models

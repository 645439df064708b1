// The option --sparsity of encode: one for all layers, and others for some.
#pragma once

#include <map>
#include <string>
#include <vector>

namespace fracbit::cli {

struct LayerSparsity {
    double all = 0.9;
    bool keep_zeros = false; ///< instead of all of these: what is 0 stays 0
    std::map<std::string, double> layers;
};

/// From "0.9" and "NAME=0.8", of equal ones the last counts, or from "zeros" alone. Throws ConfigError for others.
LayerSparsity layer_sparsity(const std::vector<std::string>& texts);

} // namespace fracbit::cli

// A whole model: its float layers become sparse.
#pragma once

#include "models/compression/layer_compression.hpp"

#include <map>
#include <string>
#include <vector>

namespace fracbit::models {

struct ModelCompressionOptions {
    CompressionOptions layers;              ///< of all that are not named
    std::map<std::string, double> sparsity; ///< of some layers
};

struct CompressedModel {
    Model model;
    struct LayerEntry {
        std::string name;
        CompressionReport report;
    };
    std::vector<LayerEntry> layers; ///< those that were encoded, in order
};

/// Encodes every conv and linear layer with float weights; others stay as they are. Claimed bits and golden results,
/// which are those of the model before, are dropped. `progress` is told the layer's name and its share. Throws
/// ConfigError where compress_layer does, if no layer has float weights, or a name with a sparsity is not one of
/// theirs.
CompressedModel compress_model(const Model& model, const ModelCompressionOptions& options,
                               const std::function<void(const std::string& layer, double done)>& progress = {});

} // namespace fracbit::models

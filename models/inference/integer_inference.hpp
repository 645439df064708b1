// A whole workload in integer arithmetic, layer by layer.
#pragma once

#include "models/inference/integer_layer.hpp"
#include "models/model/workload.hpp"

#include <functional>
#include <memory>
#include <span>
#include <vector>

namespace fracbit::models {

/// Sees each layer's output, [row][channel][row][column], as soon as it is there.
using LayerVisitor = std::function<void(int layer, const Activations& output)>;

class IntegerInference {
public:
    /// Layers are decoded when they are first needed; those whose 16-bit weights fit `cache_bytes` together are kept.
    /// `workload` must outlive this object. Safe to call from several threads.
    explicit IntegerInference(const Workload& workload, const IntegerOptions& options = {},
                              std::int64_t cache_bytes = std::int64_t{256} << 20);
    ~IntegerInference();

    /// Runs the network on `input`, one or more images of [repeat][channel][row][column], and returns the last layer's
    /// output. Where the layers are independent, `input` must be empty: each layer's input is drawn (synthetic_input).
    /// An empty input of a connected network is drawn too. Throws ConfigError if the input does not fit the first
    /// layer.
    Activations run(std::span<const std::uint8_t> input, const LayerVisitor& visit = {}) const;

    /// All layers' outputs.
    [[nodiscard]] std::vector<Activations> outputs(std::span<const std::uint8_t> input) const;

    /// run() for many images on all cores; the result does not depend on their number.
    [[nodiscard]] Activations run_images(std::span<const std::uint8_t> images) const;

private:
    struct Cache;
    [[nodiscard]] std::shared_ptr<const IntegerLayer> prepared(int i) const;

    const Workload& workload_;
    IntegerOptions options_;
    std::unique_ptr<Cache> cache_;
};

/// Index of the first maximum of each row of `outputs`: the predicted class of each image.
std::vector<std::uint16_t> predictions(std::span<const std::uint8_t> outputs, std::int64_t classes);

} // namespace fracbit::models

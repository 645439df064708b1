// A random layer with XOR-encoded weights on a random machine, from one number, and the weight path that is exported
// for it.
#pragma once

#include "models/inference/synthetic_workload.hpp"
#include "models/rtl/weight_path_spec.hpp"
#include "models/schedule/layer_schedule.hpp"

#include <cstdint>
#include <memory>
#include <string>

namespace fracbit::test {

struct RandomPath {
    std::uint64_t seed = 0;
    models::Architecture architecture;
    models::Network network; ///< of one layer
    std::shared_ptr<const models::QuantizedLayer> weights;
    models::LayerSchedule schedule;
    models::WeightPathSpec spec;
    [[nodiscard]] std::string describe() const;
};

/// Formats, lanes, FIFO depths and patch ports go round with the seed, so that few cases have them all; everything else
/// is drawn. Draws again where the machine cannot hold the layer.
RandomPath random_path(std::uint64_t seed);

} // namespace fracbit::test

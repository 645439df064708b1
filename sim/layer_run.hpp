// What the blocks work on while one layer runs: the plan, the stored weights and the tensors in memory.
#pragma once

#include "models/config/architecture.hpp"
#include "models/model/quantized.hpp"
#include "models/schedule/layer_schedule.hpp"

#include <cstdint>
#include <memory>
#include <vector>

namespace fracbit::sim {

struct LayerRun {
    int index = 0;                                          ///< layer of the network
    models::LayerSchedule schedule;
    std::shared_ptr<const models::QuantizedLayer> weights;
    std::vector<models::BitVector> stored_dense;            ///< dense8 weights as memory holds them; else empty
    std::vector<const models::BitVector*> stored;           ///< bits of each plane as memory holds them
    const std::vector<std::uint8_t>* input = nullptr;       ///< memory's tensors, in their layouts
    const std::vector<std::uint8_t>* residual = nullptr;
    std::vector<std::uint8_t>* output = nullptr;
};

} // namespace fracbit::sim

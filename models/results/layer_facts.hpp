// What a layer's shape and schedule say before anything runs: the yardsticks that a report divides counters by.
#pragma once

#include "models/model/quantized.hpp"
#include "models/results/simulation_result.hpp"
#include "models/schedule/layer_schedule.hpp"

#include <array>
#include <cstdint>

namespace fracbit::models {

struct LayerFacts {
    Layer layer;
    WeightFormat format = WeightFormat::flexor;
    bool on_array = false;
    std::int64_t planes = 1;            ///< q
    std::int64_t reduction = 0;         ///< K: products of one output element and plane
    std::int64_t row_groups = 0;        ///< output channels in groups of at most `rows`
    std::int64_t tiles = 0;             ///< reduction in tiles of at most `columns`
    std::int64_t chunks = 0;            ///< positions in chunks that the accumulators and buffers hold
    std::int64_t cycles_per_vector = 1; ///< activation bits in xnor mode
    bool weights_resident = false;      ///< decoded weights of a row group stay for all its chunks
    bool input_resident = false;        ///< the input is loaded once
    bool input_on_chip = false, output_on_chip = false;
    std::array<Bytes, stream_count> distinct; ///< each stream's operand, once; 0 where it is not used or not known
};

/// `schedule` is the layer's plan, `weights` what it was planned for.
LayerFacts facts_of(const LayerSchedule& schedule, const QuantizedLayer& weights);

} // namespace fracbit::models

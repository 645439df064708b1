// What a layer dictates, in closed form: the yardstick that every simulated layer is held against on every run. Derived
// from shapes, storage and chunk size alone, not from the schedule that the machine follows.
#pragma once

#include "models/config/architecture.hpp"
#include "models/model/quantized.hpp"
#include "models/results/simulation_result.hpp"
#include "models/schedule/tensor_layout.hpp"
#include "models/schedule/window.hpp"

#include <array>
#include <cstdint>

namespace fracbit::models {

/// The choices of the planner that the closed forms take as given.
struct PlanFacts {
    std::int64_t chunk = 1;          ///< positions of a full chunk
    bool input_resident = true;
    bool weights_resident = true;
    bool input_on_chip = false, output_on_chip = false;
    std::int64_t spill_resident = 0; ///< order = spill: positions whose sums stay; 0: nothing is spilled
};

struct LayerExpectation {
    std::array<Bytes, stream_count> bytes;
    std::int64_t csr_entries = 0;    ///< fillers included
    std::int64_t csr_unbalanced = 0; ///< slots lost by imbalance
    std::int64_t vectors = 0;
    std::int64_t products = 0;       ///< q * MACs
    Bits decoded_bits;
    std::int64_t decoded_slices = 0;
    std::int64_t tiles = 0;
    Cycles array_busy, scaler_busy, vector_unit_busy; ///< cycles that their work takes, waits aside
    Cycles least_cycles;             ///< no run can be shorter: max of both rooflines
};

/// `input` is the layout of the layer's input tensor in memory.
LayerExpectation expect_layer(const Architecture& architecture, const Layer& layer, const QuantizedLayer& weights,
                              const TensorLayout& input, const PlanFacts& facts);

} // namespace fracbit::models

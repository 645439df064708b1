// The static plan of one layer: what is computed in which order, what is fetched when, and what must have arrived first.
// A pure function of architecture, layer and storage; time plays no part. docs/machine.md states the rules.
#pragma once

#include "models/results/simulation_result.hpp"
#include "models/schedule/weight_stream.hpp"
#include "models/schedule/work_order.hpp"

#include <cstdint>
#include <optional>
#include <vector>

namespace fracbit::models {

/// A contiguous piece of one stream, cut into aligned bursts when it is issued. Bit addresses, because slices of n_in
/// bits end anywhere; every other stream is whole bytes.
struct StreamSegment {
    StreamId stream = StreamId::weights;
    bool write = false;
    std::uint64_t first_bit = 0;
    std::int64_t bits = 0;
    int lane = 0; ///< csr_entries: decoder
};

/// What a step waits for and frees, in bytes of the activation buffer (cumulative counts start at 0 with the layer).
struct StepNeeds {
    std::int64_t activations_loaded = 0; ///< cumulative: must have arrived before the first vector
    std::int64_t residual_loaded = 0;    ///< cumulative: must have arrived before the drain
    std::int64_t release_after_array = 0;
    std::int64_t release_after_drain = 0;
};

struct LayerSchedule {
    Layer layer;
    Window window;
    TensorLayout input, output;
    std::optional<TensorLayout> residual;
    WorkOrder order;
    WeightStream weights;            ///< no units off the array
    bool input_resident = false;     ///< the whole input stays in the activation buffer
    bool input_on_chip = false;      ///< the producer left it there
    bool output_on_chip = false;     ///< and this layer leaves its output there
    std::int64_t buffer_base = 0;    ///< bytes of the activation buffer that on-chip tensors take
    std::uint64_t spill_address = 0;      ///< spilled sums: [plane][position][row], 4 bytes each
    std::int64_t spill_block = 0;         ///< positions whose sums move together
    std::int64_t scale_bytes_per_row = 0; ///< q 32-bit multipliers and a 64-bit offset; 0 off the array
    std::vector<StepNeeds> needs;    ///< one per step
    std::vector<StreamSegment> segments; ///< the memory channel's list, in issue order

    [[nodiscard]] bool on_array() const { return order.reduction > 0; }
    /// Bytes of sums that go to memory in the whole layer; as many come back.
    [[nodiscard]] std::int64_t spilled_bytes() const;
    /// Bytes of scales of row groups 0 .. group.
    [[nodiscard]] std::int64_t scales_through(std::size_t group) const;
};

/// Where the operands of a layer lie, decided by the planner of the network.
struct LayerPlacement {
    TensorLayout input, output;
    std::optional<TensorLayout> residual;
    bool input_on_chip = false, output_on_chip = false;
    std::uint64_t weight_address = 0;
    std::uint64_t scale_address = 0;
    std::uint64_t spill_address = 0;
};

/// Throws ConfigError naming the layer if the architecture cannot hold what the order of work needs.
LayerSchedule plan_layer(const Architecture& architecture, const Layer& layer, const QuantizedLayer& weights,
                         const LayerPlacement& placement);

} // namespace fracbit::models

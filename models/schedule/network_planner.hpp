// Plans a network layer by layer: where tensors lie, which stay on chip, and the schedule of each layer.
#pragma once

#include "models/schedule/layer_schedule.hpp"

#include <cstdint>
#include <optional>
#include <vector>

namespace fracbit::models {

class NetworkPlanner {
public:
    /// Lays out every tensor. Throws ConfigError if a layer's input cannot be read in the order its producer writes it.
    NetworkPlanner(const Architecture& architecture, const Network& network);

    /// Schedule of layer `i`. Layers are planned in order; layer 0 starts over, and a layer that is planned again keeps
    /// its place in memory. Throws ConfigError as `plan_layer` does.
    LayerSchedule plan(int i, const QuantizedLayer& weights);

    /// Layout of the tensor that layer `i` reads and of the one that it writes.
    [[nodiscard]] const TensorLayout& input_of(int i) const { return inputs_[static_cast<std::size_t>(i)]; }
    [[nodiscard]] const TensorLayout& output_of(int i) const { return outputs_[static_cast<std::size_t>(i)]; }
    [[nodiscard]] bool on_chip(int i) const { return on_chip_[static_cast<std::size_t>(i)]; }

private:
    void choose_flat();
    void lay_out(int i);
    void choose_on_chip();
    [[nodiscard]] TensorLayout view_of(int i, int producer) const;
    std::uint64_t allocate(std::int64_t bytes);

    const Architecture& architecture_;
    const Network& network_;
    std::vector<bool> flat_; ///< a reader takes the tensor as one long vector: stored [repeat][channel]
    std::vector<TensorLayout> inputs_, outputs_;
    std::vector<bool> on_chip_;
    std::uint64_t next_address_ = 0;
    std::uint64_t weights_base_ = 0; ///< behind the tensors
    int planned_ = -1;               ///< last layer planned, and where its operands begin
    std::uint64_t planned_base_ = 0;
};

} // namespace fracbit::models

// The binary-code array: holds a tile of rows x columns weights while the activation vectors of a chunk pass.
//
// Timing. A pass (tile x chunk) begins when its tile is loaded, its step's activations are in the buffer and, for the first
// pass of a step, an accumulator bank is free. From then on it takes one vector a cycle (binary codes in xnor mode: M cycles) without
// a pause, so the pass is one unit of positions * M cycles. The tile register is free, and the step's window of
// activations too, the cycle after the last vector; sums are visible to the scaler `stages` cycles after it.
//
// With order = spill only the resident positions are such a unit; then each further vector waits for its sums from memory
// and for room for its sums to memory. In the last pass every position's sums are visible `stages` cycles after its own
// vector, and a position takes the accumulators of one that has been drained.
#pragma once

#include "sim/channels/links.hpp"
#include "sim/compute/input_gather.hpp"
#include "sim/kernel/block.hpp"

#include <optional>
#include <vector>

namespace fracbit::sim {

class Array final : public Block {
public:
    Array(const sc_core::sc_module_name& name, const models::ArrayConfig& config, TickClock& clock, TileBanks& tiles,
          ActivationStore& activations, SpillStore& spill, Accumulators& accumulators);

    /// Vectors accepted, and products formed (rows x columns of each vector, every plane counted).
    [[nodiscard]] std::int64_t vectors() const { return vectors_; }
    [[nodiscard]] std::int64_t products() const { return products_; }
    [[nodiscard]] std::string waiting_for() const override;
    [[nodiscard]] bool finished() const override { return step_ == run().schedule.order.steps() || !run().schedule.on_array(); }

private:
    void reset() override;
    BlockState step(Cycles now) override;
    [[nodiscard]] std::optional<BlockState> obstacle(Cycles now);
    [[nodiscard]] std::optional<BlockState> spill_obstacle(Cycles now);
    [[nodiscard]] std::int64_t sums_missing() const;
    void accept_vectors(Cycles now);
    void spill(std::int64_t row_bytes);
    void finish_pass();
    void compute(const Tile& tile);
    [[nodiscard]] const InputGather& gather_of(std::int64_t tile);
    void check_bits(const std::vector<std::int16_t>& vector, std::int64_t count) const;

    models::ArrayConfig config_;
    TileBanks& tiles_;
    ActivationStore& activations_;
    SpillStore& spill_;
    Accumulators& accumulators_;
    std::vector<std::optional<InputGather>> gathers_; ///< by tile, of one convolution group
    std::int64_t gathers_group_ = -1;
    std::int64_t step_ = 0, pass_ = 0, passes_done_ = 0;
    std::int64_t position_ = 0;    ///< next position of the pass
    std::int64_t sums_needed_ = 0; ///< bytes of sums from memory that past vectors took
    std::int64_t vectors_ = 0, products_ = 0;
    Cycles busy_until_{0};
};

/// Pipeline stages of the adder trees: ceil(ceil(log2 columns) / levels_per_stage), at least 1, unless set.
std::int64_t array_stages(const models::ArrayConfig& config);

} // namespace fracbit::sim

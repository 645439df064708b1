// The weight stream reader: turns bursts into words of `lanes` slices, whatever n_in is.
//
// Timing. Emits at most one word a cycle, as soon as all its bits are usable and the FIFO has room; the last word of a
// run is shorter. Space in the stream buffer is free again the cycle after its bits have left.
#pragma once

#include "sim/channels/cycle_fifo.hpp"
#include "sim/channels/links.hpp"
#include "sim/channels/words.hpp"
#include "sim/kernel/block.hpp"

namespace fracbit::sim {

class WeightReader final : public Block {
public:
    sc_core::sc_port<FifoOutIf<WeightWord>> words;

    WeightReader(const sc_core::sc_module_name& name, const models::WeightPathConfig& config, TickClock& clock, ReadLink& link);

    [[nodiscard]] std::string waiting_for() const override;
    [[nodiscard]] bool finished() const override;

private:
    void reset() override;
    BlockState step(Cycles now) override;
    void emit(Cycles now, std::int64_t slices);

    models::WeightPathConfig config_;
    ReadLink& link_;
    std::size_t run_index_ = 0;
    std::int64_t slice_ = 0;     ///< next slice of the run
    std::int64_t held_bits_ = 0; ///< usable and not yet emitted
};

} // namespace fracbit::sim

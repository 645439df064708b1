// The XOR decoder: `lanes` slices a cycle, y = M x for each, through an elastic pipeline.
//
// Timing. A word accepted in cycle t is pushed in cycle t + stages or later; bubbles close up, so a word is accepted while
// fewer than `stages` words are inside or one leaves in the same cycle. Bypassed formats never come here.
#pragma once

#include "sim/channels/cycle_fifo.hpp"
#include "sim/channels/words.hpp"
#include "sim/kernel/block.hpp"

#include <vector>

namespace fracbit::sim {

class XorDecoder final : public Block {
public:
    sc_core::sc_port<FifoInIf<WeightWord>> seeds;
    sc_core::sc_port<FifoOutIf<WeightWord>> words;

    XorDecoder(const sc_core::sc_module_name& name, const models::WeightPathConfig& config, TickClock& clock);

    [[nodiscard]] std::int64_t slices_decoded() const { return slices_decoded_; }
    [[nodiscard]] std::string waiting_for() const override;
    [[nodiscard]] bool finished() const override;

private:
    struct InFlight {
        Cycles ready; ///< first cycle in which it may leave
        WeightWord word;
    };
    void reset() override;
    BlockState step(Cycles now) override;
    void accept(Cycles now);
    void leave(Cycles now);
    void decode(const WeightWord& seeds, WeightWord& decoded) const;

    models::WeightPathConfig config_;
    std::int64_t stages_ = 1;
    std::vector<InFlight> pipeline_; ///< ring of `stages_` slots
    std::size_t oldest_ = 0, inside_ = 0;
    std::vector<std::vector<std::uint64_t>> columns_; ///< [plane][input bit][word]: outputs that the bit toggles
    std::int64_t slices_owed_ = 0, slices_decoded_ = 0;
};

/// Pipeline stages of a decoder: ceil(levels / levels_per_stage), at least 1, unless the configuration sets it.
std::int64_t decoder_stages(const models::WeightPathConfig& config, const models::QuantizedLayer& weights);

} // namespace fracbit::sim

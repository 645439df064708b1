// The patch unit: flips the bits that the XOR network could not match.
//
// Timing. Slice s of a word goes to lane s. A word is accepted when its patches are there and fewer than `patch_fifo_depth`
// words were inside at the start of the cycle. A lane works on its slices in order, from the cycle after their arrival on, a
// slice with p patches for max(1, ceil(p / patch_ports)) cycles. The collector takes a word, in order, once all its slices are
// done and there is room behind, at most one a cycle.
#pragma once

#include "models/schedule/patch_words.hpp"
#include "sim/channels/cycle_fifo.hpp"
#include "sim/channels/words.hpp"
#include "sim/kernel/block.hpp"

#include <vector>

namespace fracbit::sim {

class PatchUnit final : public Block {
public:
    sc_core::sc_port<FifoInIf<WeightWord>> decoded;
    sc_core::sc_port<FifoInIf<models::PatchWord>> patches;
    sc_core::sc_port<FifoOutIf<WeightWord>> words;

    PatchUnit(const sc_core::sc_module_name& name, const models::WeightPathConfig& config, TickClock& clock);

    [[nodiscard]] std::int64_t patched() const { return patched_; }
    [[nodiscard]] std::string waiting_for() const override;
    [[nodiscard]] bool finished() const override { return slices_owed_ == 0 && inside_ == 0; }

private:
    struct InFlight {
        Cycles done; ///< first cycle in which all its slices are
        WeightWord word;
    };
    void reset() override;
    BlockState step(Cycles now) override;
    void accept(Cycles now);
    void collect(Cycles now);

    models::WeightPathConfig config_;
    std::vector<InFlight> words_inside_; ///< ring of `patch_fifo_depth` slots
    std::size_t oldest_ = 0, inside_ = 0;
    std::vector<Cycles> lane_free_;      ///< when each lane is done with what it holds
    Cycles working_until_{0};
    std::int64_t slices_owed_ = 0, patched_ = 0;
};

} // namespace fracbit::sim

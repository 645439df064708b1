// The patch reader: from the streams of counts and locations to the patches of each word of slices.
//
// Timing. A word is begun when its counts and locations are usable and the FIFO has room, takes as many cycles as its
// locations need at `lanes` x `patch_ports` a cycle (at least one), and is pushed in the last of them. The bits' space is
// free the cycle after the word was begun.
#pragma once

#include "models/schedule/patch_words.hpp"
#include "sim/channels/cycle_fifo.hpp"
#include "sim/channels/links.hpp"
#include "sim/kernel/block.hpp"

#include <optional>

namespace fracbit::sim {

class PatchReader final : public Block {
public:
    sc_core::sc_port<FifoOutIf<models::PatchWord>> patches;

    PatchReader(const sc_core::sc_module_name& name, const models::WeightPathConfig& config, TickClock& clock, ReadLink& counts,
                ReadLink& locations);

    [[nodiscard]] std::string waiting_for() const override;
    [[nodiscard]] bool finished() const override { return !run().schedule.weights.patched || run_index_ == run().schedule.weights.runs.size(); }

private:
    void reset() override;
    BlockState step(Cycles now) override;
    void read_next();
    void begin(Cycles now);
    void push(Cycles now);

    models::WeightPathConfig config_;
    ReadLink& counts_;
    ReadLink& locations_;
    std::size_t run_index_ = 0;
    std::int64_t slice_ = 0;                            ///< next of the run
    std::int64_t held_counts_ = 0, held_locations_ = 0; ///< usable bits that are not yet used
    std::optional<models::PatchWords> words_;           ///< of the run
    models::PatchWord next_;                            ///< what the next word takes
    bool inside_ = false;
    Cycles last_{0};                                    ///< cycle of the word's push
};

} // namespace fracbit::sim

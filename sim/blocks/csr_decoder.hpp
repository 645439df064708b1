// The decoders of the CSR baseline: signs and relative indices, row by row, straight into units of the decoded-weight buffer.
//
// Timing. A unit (a tile, or a row group) is begun when its entry counts are usable and the buffer has space for it; from that
// cycle on each decoder takes one entry a cycle as soon as it is usable. The unit is whole the cycle after the last decoder's
// last entry (a unit without entries takes one cycle); then all begin the next one. An entry's space is free the cycle after it
// was taken, that of the counts the cycle after the unit was begun.
#pragma once

#include "models/results/simulation_result.hpp"
#include "models/schedule/csr_walk.hpp"
#include "sim/channels/links.hpp"
#include "sim/kernel/block.hpp"

#include <optional>
#include <vector>

namespace fracbit::sim {

class CsrDecoder final : public Block {
public:
    CsrDecoder(const sc_core::sc_module_name& name, const models::CsrConfig& config, TickClock& clock, std::vector<ReadLink>& entries, ReadLink& counts, WeightStore& store);

    [[nodiscard]] const models::CsrCounts& counts() const { return totals_; }
    /// Bits of weights that went into units.
    [[nodiscard]] std::int64_t bits_filled() const { return bits_filled_; }
    [[nodiscard]] std::string waiting_for() const override;
    [[nodiscard]] bool finished() const override { return !run().schedule.weights.csr || unit_ == run().schedule.weights.units.size(); }

private:
    struct Lane {
        std::int64_t held_bits = 0; ///< usable and not yet used
        std::int64_t at = 0;        ///< next entry, a bit of the stored entries
        std::int64_t left = 0;      ///< entries of the unit
        std::size_t segment = 0;    ///< of the unit
        std::int64_t left_in_segment = 0;
        std::int64_t passed = 0;    ///< weights of the segment
    };
    void reset() override;
    BlockState step(Cycles now) override;
    void take_arrivals(Cycles now);
    void read_next();
    std::optional<BlockState> obstacle(Cycles now);
    void begin(Cycles now);
    BlockState work(Cycles now);
    void count_slots(Cycles cycles);
    void take_entry(std::size_t lane);
    void next_segment(std::size_t lane);
    void finish_unit(Cycles now);

    models::CsrConfig config_;
    std::vector<ReadLink>& entries_;
    ReadLink& counts_;
    WeightStore& store_;
    std::vector<Lane> lanes_;
    std::vector<models::CsrShare> shares_;
    std::optional<models::CsrWalk> walk_;
    std::size_t unit_ = 0;
    std::int64_t tile_ = 0, rows_ = 0, columns_ = 0; ///< of the unit
    std::int64_t filler_ = 1;                        ///< entry that only passes weights
    std::int64_t held_counts_ = 0;
    std::int64_t bits_filled_ = 0;
    bool inside_ = false;
    Cycles begun_{0}; ///< first cycle of the unit
    models::CsrCounts totals_;
};

} // namespace fracbit::sim

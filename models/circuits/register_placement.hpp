// Which gates stand in which stage so that every stage is fast enough and few flip-flops are needed. The work behind
// clocked_pipeline.hpp; delays are whole femtoseconds (or levels), so sums are exact.
#pragma once

#include "models/circuits/xor_netlist.hpp"

#include <cstdint>
#include <vector>

namespace fracbit::models {

struct PlacementDelays {
    std::vector<std::int64_t>
        launch;                     ///< [signal]: from a stage's start until the signal, registered, is at its readers
    std::vector<std::int64_t> gate; ///< [gate]: from its inputs until it is at its readers
    std::int64_t setup = 0;
    std::int64_t clock = 0;
};

class RegisterPlacement {
public:
    /// Every gate must fit into a stage of its own: launch of its inputs + gate + setup <= clock.
    RegisterPlacement(const XorNetlist& netlist, const PlacementDelays& delays);

    /// The fewest stages that do (at least 1).
    [[nodiscard]] int fewest_stages() const { return fewest_stages_; }
    /// Stage of each gate, in 1 .. stages >= fewest_stages(). From gates as early and as late as possible, rows are
    /// moved to minimum cuts between their neighbours until none gets smaller; the better result is kept.
    [[nodiscard]] std::vector<int> place(int stages) const;
    /// Longest way through each stage, launch and set-up included.
    [[nodiscard]] std::vector<std::int64_t> stage_delays(const std::vector<int>& gate_stage, int stages) const;

private:
    using Done = std::vector<bool>; ///< [signal]: made by the end of some stage

    [[nodiscard]] std::vector<int> earliest() const;
    [[nodiscard]] std::vector<int> latest_from_end() const;
    [[nodiscard]] Done reachable(const Done& before) const;
    [[nodiscard]] Done unavoidable(const Done& after) const;
    [[nodiscard]] int registers(const Done& done) const;
    [[nodiscard]] Done smallest_row(const Done& least, const Done& most) const;
    void refine(std::vector<Done>& rows) const;

    const XorNetlist& netlist_;
    const PlacementDelays& delays_;
    std::vector<std::vector<Signal>> readers_; ///< [signal]: gates
    std::vector<bool> is_output_;
    std::vector<int> earliest_, latest_from_end_; ///< [gate]: from 1
    int fewest_stages_ = 1;
};

} // namespace fracbit::models

// Energy of a run, from what the machine counted (docs/cost.md, "Energy of a run").
#pragma once

#include "models/cost/machine_cost.hpp"
#include "models/results/simulation_result.hpp"

#include <array>

namespace fracbit::models {

struct PartEnergy {
    double switching_pj = 0; ///< operations
    double clock_pj = 0;     ///< of busy cycles
    double leakage_pj = 0;   ///< of all cycles
    [[nodiscard]] double total_pj() const { return switching_pj + clock_pj + leakage_pj; }
    PartEnergy& operator+=(const PartEnergy& other);
};

struct RunEnergy {
    std::array<PartEnergy, part_count> parts;
    std::array<double, stream_count> streams_pj{}; ///< memory and interface, whole bursts
    Quality quality = Quality::published;
    [[nodiscard]] const PartEnergy& part(PartId id) const { return parts[static_cast<std::size_t>(id)]; }
    /// Of all parts of a block.
    [[nodiscard]] double block_pj(BlockId block) const;
    [[nodiscard]] double on_chip_pj() const;
    [[nodiscard]] double memory_pj() const;
    [[nodiscard]] double total_pj() const { return on_chip_pj() + memory_pj(); }
    RunEnergy& operator+=(const RunEnergy& other);
};

/// Operations of each part in a layer, in the unit of `operation_of`.
std::array<double, part_count> operations(const LayerResult& counts, const MachineCost& machine);

/// Of a layer, or of anything whose counters were added up.
RunEnergy run_energy(const LayerResult& counts, const MachineCost& machine);
RunEnergy run_energy(const SimulationResult& result, const MachineCost& machine);

} // namespace fracbit::models

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
    [[nodiscard]] double dynamic_pj() const; ///< operations and clocks
    [[nodiscard]] double leakage_pj() const;
    [[nodiscard]] double on_chip_pj() const { return dynamic_pj() + leakage_pj(); }
    [[nodiscard]] double memory_pj() const;
    [[nodiscard]] double total_pj() const { return on_chip_pj() + memory_pj(); }
    RunEnergy& operator+=(const RunEnergy& other);
};

/// What a run did that takes energy. All numbers are whole, so sums over layers are exact.
struct RunActivity {
    std::array<double, part_count> operations{}; ///< in the unit of `operation_of`, without tiles
    double tile_weights = 0;                     ///< copied from the weight buffer into tile registers
    std::array<double, block_count> busy{};      ///< cycles
    std::array<double, stream_count> bus_bytes{};
    double cycles = 0;
    RunActivity& operator+=(const RunActivity& other);
};
/// `rows`, `columns`: of the array that ran it.
RunActivity activity_of(const LayerResult& counts, int rows, int columns);
/// Of a run: the sum over its layers. (Layers differ in what their counters mean, so this is not that of summed
/// counters.)
RunActivity activity_of(const SimulationResult& result, int rows, int columns);

/// Operations of each part in a layer, in the unit of `operation_of`, tiles included.
std::array<double, part_count> operations(const LayerResult& counts, const MachineCost& machine);

RunEnergy run_energy(const RunActivity& activity, const MachineCost& machine);
RunEnergy run_energy(const LayerResult& counts, const MachineCost& machine);
RunEnergy run_energy(const SimulationResult& result, const MachineCost& machine);

/// The same `dynamic_pj`, `memory_pj` and `leakage_pj` without the parts in between. Leakage takes seconds alone.
double dynamic_pj(const RunActivity& activity, const MachineCost& machine);
double memory_pj(const RunActivity& activity, const MachineCost& machine);
double leakage_pj(const MachineCost& machine, double seconds);

} // namespace fracbit::models

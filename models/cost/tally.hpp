// What a part is made of, while it is counted.
#pragma once

#include "models/cost/adders.hpp"
#include "models/cost/machine_cost.hpp"
#include "models/cost/memory_cost.hpp"

namespace fracbit::models {

class Tally {
public:
    explicit Tally(const Technology& technology) : technology_(technology) {}

    Tally& gates(CellId cell, double count);
    Tally& flops(double count);         ///< written every busy cycle
    Tally& enabled_flops(double count); ///< with a multiplexer in front
    Tally& adders(AdderCount count, double times = 1);
    Tally& prefix_adders(double bits, double times = 1);
    Tally& multipliers(int m, int n, double times = 1);
    /// `times` such memories; their access energies are the caller's.
    MemoryCost memory(const MemoryShape& shape, double times = 1);
    /// Registers for `in_bits` and `out_bits` more, a barrel shifter that puts words behind what is there, and one that
    /// moves the rest down by one of `amounts` widths (docs/cost.md, "Gearboxes").
    Tally& gearbox(double in_bits, double out_bits, double amounts);
    /// `times` what `other` counts, its memories included.
    Tally& add(const Tally& other, double times);
    /// A path of a cycle through logic only, or that starts with a memory's access.
    Tally& path(double ps);

    /// Energy of an operation in which all gates (not flip-flops) take part. Adders glitch.
    [[nodiscard]] double gates_fj() const;
    /// Energy of `bits` flip-flops that take new data.
    [[nodiscard]] double flops_fj(double bits) const;
    [[nodiscard]] double mux_levels_ps(double choices) const;

    /// `guessed`: the formula itself is an estimate.
    [[nodiscard]] PartCost part(double energy_fj, bool guessed = false) const;
    [[nodiscard]] const Technology& technology() const { return technology_; }

private:
    void add_memory(const MemoryCost& memory, double times);

    const Technology& technology_;
    std::array<double, cell_count> gates_{};
    double flops_ = 0, enabled_ = 0, longest_ps_ = 0;
    MemoryCost memories_;
};

} // namespace fracbit::models

// Cells of a part, counted by hand from docs/cost.md, and what they come to in the round technology.
#pragma once

#include "models/cost/machine_cost.hpp"
#include "tests/models/cost/test_technology.hpp"

#include <catch2/catch.hpp>

#include <cmath>

namespace fracbit::models {

/// Of the round technology, at half of the signals toggling: a gate or multiplexer, an adder, a flip-flop that drives
/// two; a flip-flop's clock with its tree.
inline constexpr double gate_fj = 1.5, adder_fj = 3, flop_fj = 2.5, clock_fj = 6;

inline double stages(double choices) { return std::ceil(std::log2(choices)); }

/// A memory of `words` words, as flip-flops or SRAM.
struct Memory {
    double words, width;
    bool two_ports = true;

    [[nodiscard]] bool sram() const { return words >= 16 && words * width >= 1024; }
    [[nodiscard]] double edge() const { return std::sqrt(words * width); }
    [[nodiscard]] double ports() const { return two_ports ? 2 : 1; }
    [[nodiscard]] double sram_um2() const { return sram() ? ports() * (words * width * 0.5 + 2 * edge()) : 0; }
    [[nodiscard]] double sram_nw() const { return sram() ? ports() * (words * width + 3 * edge()) : 0; }
    [[nodiscard]] double read_fj() const {
        return sram() ? width * (10 + 0.5 * edge()) : width * gate_fj * stages(words);
    }
    [[nodiscard]] double write_fj() const { return sram() ? read_fj() : width * flop_fj; }
    [[nodiscard]] double access_fj() const { return read_fj() + write_fj(); } ///< a word in, a word out
};

/// Cells of a part.
struct Bill {
    double gates = 0, muxes = 0, adders = 0, flops = 0, enabled = 0, memory_flops = 0, memory_muxes = 0,
           clocked_words = 0, sram_um2 = 0, sram_nw = 0;

    Bill& memory(const Memory& m, double times = 1) {
        sram_um2 += times * m.sram_um2();
        sram_nw += times * m.sram_nw();
        if (m.sram()) return *this;
        memory_flops += times * m.words * m.width;
        memory_muxes += times * (m.words - 1) * m.width;
        clocked_words += times * m.width;
        return *this;
    }
    Bill& gearbox(double in, double out, double amounts) {
        enabled += in + out;
        muxes += in * stages(in + out) + (in + out) * stages(amounts + 1);
        return *this;
    }
    /// w/2 log2 w nodes of 2 ANDs and an OR; w ANDs, 2 w XORs.
    Bill& prefix_adder(double w, double times = 1) {
        gates += times * (3 * w / 2 * stages(w) + 3 * w);
        return *this;
    }
    Bill& multiplier(double m, double n, double times = 1) {
        gates += times * m * n;
        adders += times * (m - 1) * n; // n of them half ones
        return *this;
    }
    [[nodiscard]] double gates_fj() const { return gate_fj * (gates + muxes) + adder_fj * adders; }
};

/// The part has these cells, this clock, and takes `energy_fj` an operation.
inline void check_part(const MachineCost& machine, PartId id, const Bill& bill, double energy_fj) {
    const PartCost& part = machine.part(id);
    INFO(to_string(id));
    CHECK(part.area.logic_um2 == Approx(bill.gates + bill.adders + 2 * (bill.muxes + bill.memory_muxes)));
    CHECK(part.area.flops_um2 == Approx(4 * bill.flops + 6 * (bill.enabled + bill.memory_flops)));
    CHECK(part.area.sram_um2 == Approx(bill.sram_um2));
    CHECK(part.leakage_nw == Approx(bill.gates + bill.adders + bill.muxes + bill.memory_muxes + bill.flops +
                                    2 * (bill.enabled + bill.memory_flops) + bill.sram_nw));
    if (id != PartId::tile_registers)
        CHECK(part.clock_fj == Approx(clock_fj * (bill.flops + bill.enabled + bill.clocked_words)));
    CHECK(part.energy_fj == Approx(energy_fj));
}

} // namespace fracbit::models

// Cell area, split by what it is made of.
#pragma once

namespace fracbit::models {

struct Area {
    double logic_um2 = 0;
    double flops_um2 = 0; ///< flip-flops, and the multiplexers in front of those with an enable
    double sram_um2 = 0;  ///< macros with their periphery

    [[nodiscard]] double total_um2() const { return logic_um2 + flops_um2 + sram_um2; }
    Area& operator+=(const Area& other) {
        logic_um2 += other.logic_um2;
        flops_um2 += other.flops_um2;
        sram_um2 += other.sram_um2;
        return *this;
    }
    friend bool operator==(const Area&, const Area&) = default;
};

} // namespace fracbit::models

// A memory inside a block: flip-flops if it is small, SRAM macros otherwise (docs/cost.md, "Memories").
#pragma once

#include "models/cost/area.hpp"
#include "models/cost/technology.hpp"

#include <cstdint>

namespace fracbit::models {

/// `second_port`: a word is read and another written in the same cycle.
struct MemoryShape {
    std::int64_t words = 0;
    std::int64_t word_bits = 0;
    bool second_port = false;
    [[nodiscard]] std::int64_t bits() const { return words * word_bits; }
};

struct MemoryCost {
    Area area;
    double leakage_nw = 0;
    double clock_fj = 0;              ///< of its flip-flops, a cycle
    double read_fj = 0, write_fj = 0; ///< of a word
    double read_ps = 0;               ///< from a flip-flop's output (or the clock, SRAM) to the data
    bool sram = false;
    Quality area_quality = Quality::published;
    Quality quality = Quality::published; ///< of all numbers
};

MemoryCost memory_cost(const MemoryShape& shape, const Technology& technology);

} // namespace fracbit::models

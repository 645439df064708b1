// The SystemC blocks of the weight path alone, between a random source of bursts and a random reader of the units.
#pragma once

#include "tests/rtl/random_path.hpp"
#include "tests/rtl/recording.hpp"

namespace fracbit::test {

/// How bursts come and space is given back.
struct Pressure {
    bool random = true; ///< false: a whole burst a cycle for each stream that has space, units read at once
    std::uint64_t seed = 1;
};

/// Runs the path's blocks until all units were read. Throws SimulationError if that takes too long.
Recording run_systemc(const RandomPath& path, const Pressure& pressure);

} // namespace fracbit::test

// The timing model beside the SystemC machine: one case, and what differs.
#pragma once

#include "models/results/simulation_result.hpp"
#include "tests/sim/random_case.hpp"

#include <string>

namespace fracbit::test {

/// One line a counter that differs, with layer, block and both values; empty if all are equal.
std::string differences(const models::SimulationResult& machine, const models::SimulationResult& timing);

struct Comparison {
    bool refused = false;    ///< neither ran: the architecture cannot hold the case
    std::string differences; ///< empty: equal, or both refused
    models::SimulationResult machine, timing;
};

/// Runs a case on both. A case that only one of them refuses differs.
Comparison compare(const RandomCase& c);

/// The smallest case that still differs: fewer layers, smaller shapes, plainer machines.
RandomCase shrink(RandomCase c);

} // namespace fracbit::test

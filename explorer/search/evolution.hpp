// Evolutionary search by pagmo's NSGA-II (Deb et al., "A fast and elitist multiobjective genetic algorithm", 2002), for
// spaces that are too large to be worked through. A digit of an axis is an integer variable.
#pragma once

#include "explorer/search/journal.hpp"

#include <cstdint>
#include <string>

namespace fracbit::explorer {

/// Runs generations until the plan's are done or the journal says stop (a generation that is not finished then is
/// lost). `state`: of an earlier run ("" at first); chunk g of the journal is generation g, the first population being
/// generation 0. The same space, plan and state give the same points for any number of threads.
void evolve(const Evaluator& evaluator, const SearchPlan& plan, const std::string& state, int threads,
            Journal& journal);

} // namespace fracbit::explorer

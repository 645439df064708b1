// What makes an architecture's values allowed, as a list of problems: each caller adds the places it knows.
#pragma once

#include "models/config/architecture.hpp"

#include <string>
#include <vector>

namespace fracbit::models {

struct ArchitectureProblem {
    std::vector<std::string> keys; ///< paths; the first is the one to change
    std::string text;
};

/// Computes `bytes_per_cycle` and `latency` from GB/s and ns where those are given.
void resolve_with_clock(Architecture& architecture);

/// Every value outside its range and every pair of values that does not go together.
std::vector<ArchitectureProblem> find_problems(const Architecture& architecture);

} // namespace fracbit::models

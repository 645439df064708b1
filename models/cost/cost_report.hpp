// Costs for people and for programs. Numbers that are scaled or estimated say so.
#pragma once

#include "models/cost/machine_cost.hpp"
#include "models/cost/run_energy.hpp"

#include <nlohmann/json_fwd.hpp>

#include <string>

namespace fracbit::models {

inline constexpr int cost_format_version = 1;

/// A table of the parts that exist: area by kind, share, delay against the clock, energy of an operation.
std::string machine_cost_text(const MachineCost& cost, const Technology& technology, int width);
/// A table of what took energy, the largest first, parts and streams of memory.
std::string run_energy_text(const RunEnergy& energy, int width);

/// {"format_version", "technology", "quality", "area_um2", ..., "parts": {NAME: {...}}}; each uncertain number's object
/// says its "quality".
nlohmann::ordered_json to_json(const MachineCost& cost, const Technology& technology);
nlohmann::ordered_json to_json(const RunEnergy& energy);

} // namespace fracbit::models

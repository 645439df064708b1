// Every number of a technology file, once: the parser, the scaling and the table in the README read this list.
#pragma once

#include "models/cost/technology.hpp"

#include <functional>
#include <string>
#include <vector>

namespace fracbit::models {

/// What a number is multiplied by when a technology is scaled.
enum class Scaling { none, area, delay, energy, leakage, capacitance, delay_per_capacitance };

struct TechnologyKey {
    std::string table, name, unit, meaning;
    double minimum = 0, maximum = 0; ///< both allowed
    Scaling scaling = Scaling::none;
    std::function<Figure&(Technology&)> figure;

    [[nodiscard]] std::string path() const { return table + "." + name; }
};

/// In the order of the file.
const std::vector<TechnologyKey>& technology_keys();

/// The factors of table [scaling]: key and what it multiplies.
struct ScalingFactors {
    Figure area, delay, energy, leakage;
};

/// `base` with each number multiplied by its factor; what was better than `scaled` becomes `scaled`. Capacitances
/// follow from energy and supply (E ~ C V^2), and so does the delay for each fF.
Technology scaled(const Technology& base, const ScalingFactors& factors, double supply_v);

/// A table for people, one key a line.
std::string describe_technology_keys();

} // namespace fracbit::models

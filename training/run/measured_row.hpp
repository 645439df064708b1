// What a run found, as a row of an accuracy table (docs/accuracy.md).
#pragma once

#include "training/recipe/recipe.hpp"

#include <string>

namespace fracbit::training {

/// Percent of the same network with 32-bit weights: `given` is a number, or the path of the log.json of such a run.
/// Throws ConfigError: a number outside 0 to 100, a log whose network or data set is another, whose weights are not all
/// float, whose activations are on a grid or which has no epoch; MissingFileError, FormatError.
double full_precision_of(const std::string& given, const Recipe& recipe);

/// Throws ConfigError if the recipe has no place in such a table: its layers, but those of 8 bits and more, must share
/// q, n_out and taps (uniform grids of b bits are b planes of plain codes; powers of two have no row), all its
/// activations must have the same bits, and those layers must read such. Where n_in differs from layer to layer the row
/// has a rate in its place.
void check_has_row(const Recipe& recipe);

/// A table of one row, under the recipe's `row_names`; sparsity is the share of pruned weights over all layers with
/// codes. `accuracy` and `full_precision` in percent; `command` as typed.
std::string measured_row_csv(const Recipe& recipe, double accuracy, double full_precision, const std::string& command);

} // namespace fracbit::training

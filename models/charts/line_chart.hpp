// Line charts as SVG, side by side with one legend: the pictures in docs/.
#pragma once

#include <string>
#include <utility>
#include <vector>

namespace fracbit::models {

struct ChartSeries {
    std::string name;
    std::vector<std::pair<double, double>> points; ///< x, y; in ascending x
};

struct ChartPanel {
    std::string title, x_label, y_label;
    std::vector<ChartSeries> series; ///< the same names in the same order in every panel
};

/// Axes start at 0 for y and at the first x, and end at round numbers. Same panels, same text. Throws ConfigError if a
/// panel has no points or a point is not finite.
std::string to_svg(const std::vector<ChartPanel>& panels);

} // namespace fracbit::models

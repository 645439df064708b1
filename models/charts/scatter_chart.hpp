// Scatter charts as SVG: the points of a design space and its front.
#pragma once

#include <string>
#include <utility>
#include <vector>

namespace fracbit::models {

enum class ChartMark { dot, disc, ring, square, diamond };

struct ScatterSeries {
    std::string name; ///< in the legend
    ChartMark mark = ChartMark::disc;
    std::string colour = "#0072b2";
    std::vector<std::pair<double, double>> points; ///< x, y
    std::vector<std::string> notes;                ///< shown when the mouse rests on a point; one each, or none
};

struct ScatterChart {
    std::string title, x_label, y_label;
    std::vector<ScatterSeries> series; ///< later ones on top
};

/// An axis is logarithmic if all its values are positive and the largest is more than 30 times the smallest. Same
/// chart, same text. Throws ConfigError if there are no points or one is not finite.
std::string to_svg(const ScatterChart& chart);

} // namespace fracbit::models

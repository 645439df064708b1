// A plot's place in a picture: its axes, grid and labels.
#pragma once

#include "models/charts/chart_axis.hpp"

#include <string>

namespace fracbit::models {

struct PlotFrame {
    double left = 0, top = 0, width = 0, height = 0; ///< of the plot itself, labels are around it
    ChartAxis x, y;

    [[nodiscard]] double x_of(double value) const { return left + x.share(value) * width; }
    [[nodiscard]] double y_of(double value) const { return top + (1 - y.share(value)) * height; }
    /// Grid, ticks and labels; `label_room`: from the plot's left edge to the y label.
    [[nodiscard]] std::string text(const std::string& title, const std::string& x_label, const std::string& y_label,
                                   double label_room) const;
};

} // namespace fracbit::models

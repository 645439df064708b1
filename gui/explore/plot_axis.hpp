// Axes of a plot, linear or logarithmic: their ticks and their ranges.
#pragma once

#include "gui/support/qcustomplot.hpp"

#include <string>
#include <vector>

namespace fracbit::gui {

void set_scale(QCPAxis& axis, bool logarithmic);
/// As many digits as that takes in the axis' range.
void tell_ticks_apart(QCPAxis& axis);
/// No more ticks than their numbers have room for, of a horizontal axis that is laid out; whether that changes them.
bool fit_ticks(QCPAxis& axis);
/// Texts in place of the numbers 0, 1, ...
void name_ticks(QCPAxis& axis, const std::vector<std::string>& texts);
/// From the lowest to the highest of `values`, with some room.
void fit_axis(QCPAxis& axis, const QCPRange& values);
/// `factor` times as wide about the middle.
void zoom_axis(QCPAxis& axis, double factor);

} // namespace fracbit::gui

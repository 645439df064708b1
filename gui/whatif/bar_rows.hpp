// What the stacked bars of the page show, as numbers.
#pragma once

#include "gui/whatif/layer_table.hpp"

#include <QString>

#include <vector>

namespace fracbit::gui {

struct BarRow {
    QString name;
    std::vector<double> parts; ///< one for each entry of the legend
    [[nodiscard]] double total() const;
};
struct BarTable {
    QString title, unit; ///< unit of the parts
    std::vector<QString> legend;
    std::vector<BarRow> rows;
    double whole = 0;  ///< what 100 % is, and the length of the longest bar where `full` says so
    bool full = false; ///< each row is as long as the whole
};

/// Cycles of each block that has anything to do: busy, waiting for input, waiting for room, idle.
BarTable stall_bars(const DesignFigures& figures, FigureScope scope);
/// Square millimetres of each part: logic, flip-flops, SRAM; the largest first. Empty until costs are known.
BarTable area_bars(const DesignFigures& figures);
/// Microjoules of one run: operations, clock, leakage of each part, and memory by stream; the largest first.
BarTable energy_bars(const DesignFigures& figures);

} // namespace fracbit::gui

// Which points are shown: ranges of columns, the front alone, and a condition in the language of design spaces.
#pragma once

#include "gui/points/point_set.hpp"

#include <limits>
#include <map>
#include <vector>

namespace fracbit::gui {

struct ValueRange {
    double low = -std::numeric_limits<double>::infinity(), high = std::numeric_limits<double>::infinity();
    [[nodiscard]] bool holds(double value) const { return value >= low && value <= high; }
    friend bool operator==(const ValueRange&, const ValueRange&) = default;
};

struct PointFilter {
    bool front_only = false;
    std::map<std::string, ValueRange> ranges; ///< by the column's name; both ends belong to it
    std::string condition;                    ///< "weights.lanes >= 4 and area_mm2 < 3"; empty: none

    [[nodiscard]] bool empty() const { return !front_only && ranges.empty() && condition.empty(); }
    friend bool operator==(const PointFilter&, const PointFilter&) = default;
};

/// Those that a condition can name: an objective may be an expression, or have the name of a metric before it.
std::vector<int> condition_columns(const PointSet& points);

/// Rows that pass, ascending. A row without a value passes no range of that column; columns that the points do not have
/// are left out. Throws ConfigError for a condition that cannot be read or is a number.
std::vector<int> rows_of(const PointSet& points, const PointFilter& filter);

} // namespace fracbit::gui

// What is said above the plots: which store they show, and what to do next.
#pragma once

#include "gui/points/point_set.hpp"

namespace fracbit::gui {

/// `points`: those on screen. `locked`: a store that another program has locked, which is waited for; empty: none.
/// `example`: the store of the first start.
[[nodiscard]] QString store_summary(const PointSet& points, const QString& locked, const QString& example);

} // namespace fracbit::gui

// The axes of a parallel-coordinates plot: which column each shows, and where values lie on it.
#pragma once

#include "gui/points/point_filter.hpp"

#include <QString>

#include <optional>
#include <vector>

namespace fracbit::gui {

struct ParallelAxis {
    int column = 0;
    bool logarithmic = false;
    double low = 0, high = 1; ///< scaled values at the bottom and at the top

    /// 0 at the bottom, 1 at the top; not a number for values that the axis cannot show.
    [[nodiscard]] double share(double value) const;
    /// The value there. At the ends (within `margin`) infinite: a brush that reaches an end leaves nothing out there.
    [[nodiscard]] double value(double share) const;
    /// The same as a text: a short number, or the name of a choice.
    [[nodiscard]] QString text(const PointSet& points, double share) const;
    [[nodiscard]] ValueRange brushed(double share_a, double share_b, double margin) const;
    /// Where a range begins and ends, 0 .. 1; nothing if no part of it is on the axis.
    [[nodiscard]] std::optional<std::pair<double, double>> shares(const ValueRange& range) const;
};

/// Linear or logarithmic as suits the column, from its smallest to its largest value.
[[nodiscard]] ParallelAxis axis_of(const PointSet& points, int column);
/// Objectives, then parameters that differ, at most `most`.
[[nodiscard]] std::vector<ParallelAxis> usual_axes(const PointSet& points, int most);

} // namespace fracbit::gui

// What a lane did in each column of the screen: exactly where the rows are at hand, by the index's sums otherwise.
#pragma once

#include "traces/event_index.hpp"

#include <array>
#include <vector>

namespace fracbit::gui {

/// Shares 0 .. 1 of the column's cycles by kind (BlockState, or StreamId of bursts).
using LaneColumn = std::array<float, models::stream_count>;

struct ColumnGrid {
    double begin = 0;             ///< cycle at the left edge of the first column
    double cycles_per_column = 1; ///< > 0
    int columns = 0;
    [[nodiscard]] double end() const { return begin + cycles_per_column * columns; }
};

/// The lanes that a person wants to see: without blocks that were idle all the time, as long as any was not.
std::vector<traces::LaneId> shown_lanes(const traces::EventIndex& index);

/// Whether `window` has all rows of these cycles.
bool covers(const traces::EventWindow& window, double begin, double end, std::int64_t total);

/// `window` may be null, or of other cycles: then the sums are shown. Bursts that share cycles are scaled to at most 1.
std::vector<LaneColumn> lane_columns(const traces::EventIndex& index, const traces::EventWindow* window,
                                     traces::LaneId lane, const ColumnGrid& grid);

} // namespace fracbit::gui

#include "gui/timeline/lane_columns.hpp"

#include <algorithm>
#include <cmath>
#include <numeric>

namespace fracbit::gui {
namespace {

using traces::EventRow;

constexpr auto idle_kind = static_cast<std::size_t>(traces::BlockState::idle);

/// Adds the row's cycles to the columns that it touches.
void add_row(const EventRow& row, const ColumnGrid& grid, std::vector<LaneColumn>& columns) {
    const double from = (static_cast<double>(row.begin) - grid.begin) / grid.cycles_per_column;
    const double to =
        std::min<double>(grid.columns, (static_cast<double>(row.end) - grid.begin) / grid.cycles_per_column);
    for (auto column = static_cast<int>(std::max(0.0, from)); column < to; ++column) {
        const double part = std::min<double>(to, column + 1) - std::max<double>(from, column);
        columns[static_cast<std::size_t>(column)][row.kind] += static_cast<float>(part);
    }
}

void add_exact(const std::vector<EventRow>& rows, const ColumnGrid& grid, std::vector<LaneColumn>& columns) {
    auto row = std::partition_point(rows.begin(), rows.end(),
                                    [&](const EventRow& r) { return static_cast<double>(r.end) <= grid.begin; });
    const double end = grid.end();
    for (; row != rows.end() && static_cast<double>(row->begin) < end; ++row) add_row(*row, grid, columns);
}

void add_sums(const traces::EventIndex& index, traces::LaneId lane, const ColumnGrid& grid,
              std::vector<LaneColumn>& columns) {
    for (int i = 0; i < grid.columns; ++i) {
        const double begin = grid.begin + i * grid.cycles_per_column;
        const auto cycles = index.cycles(lane, begin, begin + grid.cycles_per_column);
        LaneColumn& column = columns[static_cast<std::size_t>(i)];
        for (std::size_t kind = 0; kind < column.size(); ++kind)
            column[kind] = static_cast<float>(cycles[kind] / grid.cycles_per_column);
    }
}

} // namespace

std::vector<traces::LaneId> shown_lanes(const traces::EventIndex& index) {
    std::vector<traces::LaneId> at_work, all;
    for (const traces::EventLane& lane : index.lanes()) {
        all.push_back(lane.id);
        if (!lane.always_idle) at_work.push_back(lane.id);
    }
    return at_work.empty() ? all : at_work;
}

bool covers(const traces::EventWindow& window, double begin, double end, std::int64_t total) {
    return static_cast<double>(window.begin) <= std::max(0.0, begin) &&
           static_cast<double>(window.end) >= std::min(static_cast<double>(total), end);
}

std::vector<LaneColumn> lane_columns(const traces::EventIndex& index, const traces::EventWindow* window,
                                     traces::LaneId lane, const ColumnGrid& grid) {
    std::vector<LaneColumn> columns(static_cast<std::size_t>(std::max(0, grid.columns)), LaneColumn{});
    if (window != nullptr && covers(*window, grid.begin, grid.end(), index.end()))
        add_exact(window->of(lane), grid, columns);
    else
        add_sums(index, lane, grid, columns);
    for (LaneColumn& column : columns) {
        if (lane != traces::LaneId::bursts) {
            column[idle_kind] = std::max(0.0F, 1 - column[0] - column[1] - column[2]);
            continue;
        }
        const float sum = std::accumulate(column.begin(), column.end(), 0.0F);
        if (sum > 1)
            for (float& share : column) share /= sum;
    }
    return columns;
}

} // namespace fracbit::gui

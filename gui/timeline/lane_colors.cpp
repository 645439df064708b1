#include "gui/timeline/lane_colors.hpp"

#include <algorithm>
#include <array>

namespace fracbit::gui {

QColor state_color(const PlotColors& colors, traces::BlockState state) {
    switch (state) {
    case traces::BlockState::busy:
        return colors.busy;
    case traces::BlockState::stall_in:
        return colors.stall_in;
    case traces::BlockState::stall_out:
        return colors.stall_out;
    default:
        return colors.idle;
    }
}

std::vector<models::StreamId> streams_of(const traces::EventIndex& index) {
    std::vector<models::StreamId> streams;
    const auto cycles = index.cycles(traces::LaneId::bursts, 0, static_cast<double>(index.end()));
    for (std::size_t i = 0; i < cycles.size(); ++i)
        if (cycles[i] > 0) streams.push_back(static_cast<models::StreamId>(i));
    return streams;
}

QColor stream_color(const PlotColors& colors, const traces::EventIndex& index, models::StreamId stream) {
    const auto streams = streams_of(index);
    const auto found = static_cast<std::size_t>(std::find(streams.begin(), streams.end(), stream) - streams.begin());
    // Without the colours of states, which stand beside them; then in other shades.
    const std::array<QColor, 4> apart{colors.series[0], colors.series[6], colors.series[5], colors.series[1]};
    const QColor color = apart[found % apart.size()];
    constexpr int shade = 145;
    switch (found / apart.size()) {
    case 0:
        return color;
    case 1:
        return color.darker(shade);
    case 2:
        return color.lighter(shade);
    default:
        return color.darker(shade * 2);
    }
}

} // namespace fracbit::gui

// Colours of what lanes do.
#pragma once

#include "gui/support/theme.hpp"
#include "traces/event_index.hpp"

#include <vector>

namespace fracbit::gui {

QColor state_color(const PlotColors& colors, traces::BlockState state);

/// Streams that the trace has, in their order.
std::vector<models::StreamId> streams_of(const traces::EventIndex& index);
/// Of its bursts; streams of one trace have different ones.
QColor stream_color(const PlotColors& colors, const traces::EventIndex& index, models::StreamId stream);

} // namespace fracbit::gui

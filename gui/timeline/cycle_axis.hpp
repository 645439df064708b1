// Round cycles for an axis, and cycles as text.
#pragma once

#include <QString>

#include <cstdint>
#include <vector>

namespace fracbit::gui {

/// Whole cycles of [begin, end] at steps of 1, 2 or 5 times a power of ten; at most `most` of them.
std::vector<std::int64_t> cycle_ticks(double begin, double end, int most);

enum class TimeUnit { nanoseconds, microseconds, milliseconds };
/// The one that keeps numbers short up to cycle `end`.
TimeUnit time_unit(double end, double clock_mhz);
/// E.g. "12.5 ns", at most 3 decimals of a ns; empty without a clock. `step` cycles from one text to the next, on an
/// axis, leave out digits that are less than about a percent of that.
QString time_text(std::int64_t cycle, double clock_mhz, TimeUnit unit, double step = 0);

} // namespace fracbit::gui

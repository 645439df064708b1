// What a block does, in the words of the whole window.
#pragma once

#include "traces/events.hpp"

#include <QString>

namespace fracbit::gui {

/// "busy", "waits for input", "waits for room", "idle"; files have traces::to_string.
QString state_text(traces::BlockState state);

} // namespace fracbit::gui

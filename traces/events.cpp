#include "traces/events.hpp"

namespace fracbit::traces {

const char* to_string(BlockState state) {
    static constexpr const char* names[] = {"busy", "stall_in", "stall_out", "idle"};
    return names[static_cast<int>(state)];
}

} // namespace fracbit::traces

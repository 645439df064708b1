// How large a stream's buffer must be if its reader takes several bits at once.
#pragma once

#include "models/core/units.hpp"

#include <cstdint>

namespace fracbit::models {

/// Those bits and the burst that may be on its way. 0 where none are taken.
constexpr std::int64_t least_buffer_bytes(std::int64_t bits, std::int64_t burst_bytes) {
    return bits == 0 ? 0 : ceil_div(bits, 8) + burst_bytes;
}

} // namespace fracbit::models

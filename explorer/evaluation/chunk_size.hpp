// How much work a chunk is.
#pragma once

#include "explorer/evaluation/axis_order.hpp"

#include <cstdint>

namespace fracbit::explorer {

/// Points of a chunk: whole turns of inner axes, about 16,384 points, or fewer if their timing would take much longer
/// than some tens of milliseconds. Depends on the space alone.
std::int64_t chunk_size_of(const DesignSpace& space, const AxisOrder& order);

} // namespace fracbit::explorer

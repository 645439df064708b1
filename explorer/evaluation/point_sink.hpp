// Where the points of a chunk go.
#pragma once

#include "explorer/evaluation/point_status.hpp"
#include "explorer/space/design_point.hpp"

#include <cstdint>

namespace fracbit::explorer {

class PointSink {
public:
    virtual ~PointSink() = default;
    /// The worker's objectives(), slots() and accuracies() are this point's.
    virtual void feasible(PointId id) = 0;
    /// `count` points in a row that do not count, all for the same reason: the worker's reason().
    virtual void rejected(PointStatus status, std::int64_t count) = 0;
};

} // namespace fracbit::explorer

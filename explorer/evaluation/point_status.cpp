#include "explorer/evaluation/point_status.hpp"

namespace fracbit::explorer {

const char* to_string(PointStatus status) {
    switch (status) {
    case PointStatus::feasible:
        return "feasible";
    case PointStatus::excluded:
        return "excluded";
    case PointStatus::invalid:
        return "invalid";
    case PointStatus::no_accuracy:
        return "no_accuracy";
    case PointStatus::constrained:
        return "constrained";
    }
    return "unknown";
}

} // namespace fracbit::explorer

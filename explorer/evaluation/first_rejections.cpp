#include "explorer/evaluation/first_rejections.hpp"

#include "explorer/evaluation/evaluator.hpp"
#include "models/core/cancelled.hpp"
#include "models/core/one_line.hpp"

#include <algorithm>
#include <utility>

#include <fmt/format.h>

namespace fracbit::explorer {
std::vector<Rejection> first_rejections(std::shared_ptr<const DesignSpace> space,
                                        const std::function<bool()>& cancelled) {
    constexpr PointId most = 32; // a point may take a second
    const PointId points = space->size(), looked_at = std::min(points, most);
    std::vector<Rejection> found;
    const Evaluator evaluator(std::move(space), {}, cancelled);
    Evaluator::Worker worker(evaluator);
    try {
        for (PointId i = 0; i < looked_at && !(cancelled && cancelled()); ++i) {
            const PointId point = i * (points / looked_at);
            const PointStatus status = worker.evaluate(point);
            const auto is_such = [&](const Rejection& other) { return other.status == status; };
            if (status != PointStatus::feasible && std::none_of(found.begin(), found.end(), is_such))
                found.push_back({point, status, models::in_one_line(worker.reason())});
        }
    } catch (const Cancelled&) {
    }
    return found;
}

std::string to_text(const Rejection& rejection) {
    switch (rejection.status) {
    case PointStatus::excluded:
        return fmt::format("point {} is excluded: the condition '{}' does not hold", rejection.point, rejection.reason);
    case PointStatus::constrained:
        return fmt::format("point {} is constrained: '{}' does not hold", rejection.point, rejection.reason);
    case PointStatus::no_accuracy:
        return fmt::format("point {} has no accuracy: {}", rejection.point, rejection.reason);
    default:
        return fmt::format("point {} is {}: {}", rejection.point, to_string(rejection.status), rejection.reason);
    }
}

} // namespace fracbit::explorer

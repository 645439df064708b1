#include "explorer/search/findings.hpp"

#include "models/core/error.hpp"

#include <cmath>

#include <fmt/format.h>

namespace fracbit::explorer {

void Findings::merge(const Findings& other) {
    counts += other.counts;
    front.merge(other.front);
    sample.merge(other.sample);
}

void Finder::take(PointId id, PointStatus status) {
    if (status == PointStatus::feasible)
        feasible(id);
    else
        rejected(status, 1);
}

void Finder::rejected(PointStatus status, std::int64_t count) {
    findings_.counts.points[static_cast<std::size_t>(status)] += count;
}

/// The front would refuse them as well, but does not know what they are.
void Finder::check_objectives(PointId id, std::span<const double> objectives) const {
    for (std::size_t i = 0; i < objectives.size(); ++i)
        if (std::isnan(objectives[i]))
            throw ConfigError(fmt::format("objective '{}' of point {} is not a number (0/0, the root of a negative "
                                          "number, or a metric that this point does not have): it cannot be compared; "
                                          "add a constraint that leaves such points out",
                                          space_.objectives()[i].value.text(), id));
}

void Finder::feasible(PointId id) {
    ++findings_.counts.points[static_cast<std::size_t>(PointStatus::feasible)];
    const auto objectives = worker_.objectives();
    const bool on_front = known_.wants(objectives) && findings_.front.wants(objectives),
               in_sample = findings_.sample.wants(id);
    if (!on_front && !in_sample) return;
    stored_values(space_, worker_, values_);
    if (on_front) {
        check_objectives(id, objectives);
        findings_.front.add(id, objectives, values_);
    }
    if (in_sample) findings_.sample.add(id, values_);
}

} // namespace fracbit::explorer

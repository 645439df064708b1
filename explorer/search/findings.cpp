#include "explorer/search/findings.hpp"

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

void Finder::feasible(PointId id) {
    ++findings_.counts.points[static_cast<std::size_t>(PointStatus::feasible)];
    const auto objectives = worker_.objectives();
    const bool on_front = known_.wants(objectives) && findings_.front.wants(objectives),
               in_sample = findings_.sample.wants(id);
    if (!on_front && !in_sample) return;
    stored_values(space_, worker_, values_);
    if (on_front) findings_.front.add(id, objectives, values_);
    if (in_sample) findings_.sample.add(id, values_);
}

} // namespace fracbit::explorer

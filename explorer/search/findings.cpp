#include "explorer/search/findings.hpp"

namespace fracbit::explorer {

void Findings::merge(const Findings& other) {
    counts += other.counts;
    front.merge(other.front);
    sample.merge(other.sample);
}

void Finder::take(PointId id, PointStatus status, const Evaluator::Worker& worker) {
    ++findings_.counts.points[static_cast<std::size_t>(status)];
    if (status != PointStatus::feasible) return;
    const bool on_front = findings_.front.accepts(worker.objectives()), in_sample = findings_.sample.accepts(id);
    if (!on_front && !in_sample) return;
    stored_values(space_, worker, values_);
    if (on_front) findings_.front.add(id, worker.objectives(), values_);
    if (in_sample) findings_.sample.add(id, values_);
}

} // namespace fracbit::explorer

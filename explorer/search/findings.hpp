// What a piece of work found: counts, the front and the sample of its points. Findings add up in any order.
#pragma once

#include "explorer/evaluation/evaluator.hpp"
#include "explorer/front/pareto_front.hpp"
#include "explorer/front/point_sample.hpp"
#include "explorer/store/result_store.hpp"

#include <cstdint>
#include <vector>

namespace fracbit::explorer {

struct Findings {
    Findings(int objectives, std::int64_t sample_size, std::uint64_t seed)
        : front(objectives), sample(sample_size, seed) {}
    void merge(const Findings& other);

    StoreCounts counts;
    ParetoFront front;
    PointSample sample;
};

/// Looks at one point after the other and keeps what counts. What is stored of a point is put together only for those
/// that stay.
class Finder {
public:
    Finder(const DesignSpace& space, Findings& findings) : space_(space), findings_(findings) {}
    /// The worker has just evaluated the point.
    void take(PointId id, PointStatus status, const Evaluator::Worker& worker);

private:
    const DesignSpace& space_;
    Findings& findings_;
    std::vector<double> values_;
};

/// What is stored of each point: parameters, metrics, those of networks, kinds of accuracies, objectives.
std::vector<StoredColumn> stored_columns(const DesignSpace& space);
/// The columns' values of a feasible point.
void stored_values(const DesignSpace& space, const Evaluator::Worker& worker, std::vector<double>& values);

} // namespace fracbit::explorer

// What a piece of work found: counts, the front and the sample of its points. Findings add up in any order.
#pragma once

#include "explorer/evaluation/evaluator.hpp"
#include "explorer/evaluation/point_sink.hpp"
#include "explorer/front/pareto_front.hpp"
#include "explorer/front/point_sample.hpp"
#include "explorer/store/result_store.hpp"

#include <cstdint>
#include <span>
#include <utility>
#include <vector>

namespace fracbit::explorer {

struct Findings {
    Findings(int objectives, PointSample empty_sample, ParetoFront::Equals equals = ParetoFront::Equals::counted)
        : front(objectives, equals), sample(std::move(empty_sample)) {}
    void merge(const Findings& other);

    StoreCounts counts;
    ParetoFront front;
    PointSample sample;
};

/// Looks at one point after the other and keeps what counts. What is stored of a point is put together only for those
/// that stay. Throws ConfigError for an objective that is not a number.
class Finder final : public PointSink {
public:
    /// `known`: a front of points that are found already; what it dominates is not looked at.
    Finder(Evaluator::Worker& worker, const DesignSpace& space, ParetoFront& known, Findings& findings)
        : worker_(worker), space_(space), known_(known), findings_(findings) {}
    /// The worker has just evaluated the point.
    void take(PointId id, PointStatus status);
    void feasible(PointId id) override;
    void rejected(PointStatus status, std::int64_t count) override;

private:
    void check_objectives(PointId id, std::span<const double> objectives) const;

    Evaluator::Worker& worker_;
    const DesignSpace& space_;
    ParetoFront& known_;
    Findings& findings_;
    std::vector<double> values_;
};

/// What is stored of each point: parameters, metrics, those of networks, kinds of accuracies, objectives.
std::vector<StoredColumn> stored_columns(const DesignSpace& space);
/// The columns' values of a feasible point.
void stored_values(const DesignSpace& space, Evaluator::Worker& worker, std::vector<double>& values);

} // namespace fracbit::explorer

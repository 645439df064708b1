// Design points to metrics. What points share is worked out once: timing per machine and storage, decoders per network,
// cost per machine and technology.
#pragma once

#include "explorer/accuracy/accuracy_table.hpp"
#include "explorer/metrics/metric.hpp"
#include "explorer/space/design_space.hpp"

#include <cstdint>
#include <memory>
#include <span>
#include <string>
#include <vector>

namespace fracbit::explorer {

/// Why a point does not count.
enum class PointStatus {
    feasible,
    excluded,    ///< a condition of the space
    invalid,     ///< the machine cannot be built, or a layer does not fit it
    no_accuracy, ///< a network's accuracy is asked for and no table knows it
    constrained  ///< a constraint does not hold
};
inline constexpr int point_status_count = 5;
const char* to_string(PointStatus status);

/// Numbering of the work: positions are points in another order, in which neighbours share most.
using Position = std::int64_t;

/// Shared by all threads; owns what is shared between points.
class Evaluator {
public:
    explicit Evaluator(std::shared_ptr<const DesignSpace> space);
    ~Evaluator();
    [[nodiscard]] const DesignSpace& space() const { return *space_; }
    [[nodiscard]] PointId point_at(Position position) const;
    /// Positions of a chunk, the unit of work: it depends on the space alone.
    [[nodiscard]] std::int64_t chunk_size() const;
    [[nodiscard]] std::int64_t chunks() const;
    /// Points whose layers were timed, distinct ones, so far.
    [[nodiscard]] std::int64_t timings() const;

    class Worker;

private:
    struct Shared;
    std::shared_ptr<const DesignSpace> space_;
    std::unique_ptr<Shared> shared_;
};

/// One thread's way through points. Keeps what the last point was made of.
class Evaluator::Worker {
public:
    explicit Worker(const Evaluator& evaluator);
    ~Worker();
    /// Fills slots() and objectives() if feasible; parameters' slots always.
    PointStatus evaluate(PointId id);
    /// All points of a chunk in order of position: sink(id, status), slots() and objectives() being of that point.
    /// `cancelled` is asked often; returns false if it said so.
    template <class Sink, class Cancelled>
    bool evaluate_chunk(std::int64_t chunk, Sink&& sink, Cancelled&& cancelled);
    [[nodiscard]] std::span<const double> slots() const;      ///< as the space's symbols say
    [[nodiscard]] std::span<const double> objectives() const; ///< minimised: maximised ones are negated
    /// Why the last point was invalid, or without accuracy; for people.
    [[nodiscard]] const std::string& reason() const;
    /// Of each network of the last feasible point; empty source where accuracy is not asked for.
    [[nodiscard]] const std::vector<Accuracy>& accuracies() const;

private:
    struct State;
    std::unique_ptr<State> state_;
};

} // namespace fracbit::explorer

// Design points to metrics (docs/metrics.md). What points share is worked out once: timing per machine and storage,
// decoders per XOR network, cost per machine and technology.
#pragma once

#include "explorer/accuracy/accuracy_table.hpp"
#include "explorer/evaluation/point_sink.hpp"
#include "explorer/space/design_space.hpp"

#include <cstdint>
#include <functional>
#include <memory>
#include <span>
#include <string>
#include <vector>

namespace fracbit::explorer {

/// Numbering of the work: positions are points in another order, in which neighbours share most.
using Position = std::int64_t;

/// What may be kept for other points, in bytes. Results do not depend on it.
struct CacheLimits {
    std::int64_t timings = std::int64_t{64} << 20;
    std::int64_t storages = std::int64_t{16} << 20;
    std::int64_t drawn_layers = std::int64_t{128} << 20;
    std::int64_t decoders = std::int64_t{64} << 20;
};

struct SharedResults;

/// Shared by all threads; owns what is shared between points.
class Evaluator {
public:
    /// `cancelled` is asked from all threads within points that take long (large layers to draw and encode); evaluating
    /// throws Cancelled once it says so.
    explicit Evaluator(std::shared_ptr<const DesignSpace> space, const CacheLimits& limits = {},
                       std::function<bool()> cancelled = {});
    ~Evaluator();
    Evaluator(const Evaluator&) = delete;
    Evaluator& operator=(const Evaluator&) = delete;

    [[nodiscard]] const DesignSpace& space() const { return *space_; }
    [[nodiscard]] PointId point_at(Position position) const;
    /// Positions of a chunk, the unit of work: it depends on the space alone. The last chunk may be smaller.
    [[nodiscard]] std::int64_t chunk_size() const;
    [[nodiscard]] std::int64_t chunks() const;
    [[nodiscard]] std::int64_t points_of(std::int64_t chunk) const;
    /// Networks timed so far, each once for everything that its cycles depend on (again if it was dropped since).
    [[nodiscard]] std::int64_t timings() const;

    class Worker;

private:
    std::shared_ptr<const DesignSpace> space_;
    std::unique_ptr<SharedResults> shared_;
};

/// One thread's way through points. Keeps what the last point was made of.
class Evaluator::Worker {
public:
    explicit Worker(const Evaluator& evaluator);
    ~Worker();
    Worker(const Worker&) = delete;
    Worker& operator=(const Worker&) = delete;

    PointStatus evaluate(PointId id);
    /// All points of a chunk in order of position. `cancelled` is asked often; returns false if it said so, and the
    /// sink has seen a part of the chunk then.
    bool evaluate_chunk(std::int64_t chunk, PointSink& sink, const std::function<bool()>& cancelled);

    /// Of the last point, if it was feasible: values as the space's symbols say. What constraints and objectives do not
    /// name is worked out when this is called.
    [[nodiscard]] std::span<const double> slots();
    [[nodiscard]] std::span<const double> objectives() const; ///< minimised: maximised ones are negated
    /// Of each network; empty source where accuracy is not asked for or the network is not run.
    [[nodiscard]] const std::vector<Accuracy>& accuracies() const;
    /// Why the last point does not count; for people.
    [[nodiscard]] const std::string& reason() const;
    /// Of the last point, feasible or not: good where they were worked out, as what the constraint in reason() names.
    [[nodiscard]] std::span<const double> known_slots() const;

private:
    struct State;
    std::unique_ptr<State> state_;
};

} // namespace fracbit::explorer

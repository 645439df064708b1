// The exact Pareto front of a stream of points, in any number of objectives, all minimised. What comes out does not
// depend on the order in which points come in.
#pragma once

#include "explorer/space/design_point.hpp"

#include <cstdint>
#include <span>
#include <vector>

namespace fracbit::explorer {

/// Points with equal objectives are one member: the one with the smallest id stands for all.
struct FrontMember {
    PointId id = 0;
    std::int64_t equals = 1; ///< points with these objectives
    std::vector<double> objectives;
    std::vector<double> values; ///< of the point that stands for them: whatever was given with it
    friend bool operator==(const FrontMember&, const FrontMember&) = default;
};

class ParetoFront {
public:
    /// Throws ConfigError unless objectives is 1 to 16.
    explicit ParetoFront(int objectives);
    /// Whether the point is on the front now (of its own, or as one of equals). `values` are copied only then. Infinite
    /// objectives are allowed; throws ConfigError, naming the point and the objective, for NaN and for a wrong number
    /// of objectives. -0 counts as 0.
    bool add(PointId id, std::span<const double> objectives, std::span<const double> values, std::int64_t equals = 1);
    void merge(const ParetoFront& other);
    [[nodiscard]] std::int64_t size() const;
    [[nodiscard]] std::vector<FrontMember> members() const; ///< by id
    [[nodiscard]] int objectives() const { return objectives_; }

private:
    int objectives_;
};

} // namespace fracbit::explorer

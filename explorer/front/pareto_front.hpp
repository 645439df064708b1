// The exact Pareto front of a stream of points, in any number of objectives, all minimised. What comes out does not
// depend on the order in which points come in.
#pragma once

#include "explorer/front/dominance_index.hpp"
#include "explorer/space/design_point.hpp"

#include <cstdint>
#include <span>
#include <vector>

namespace fracbit::explorer {

/// Points with equal objectives are one member: the one with the smallest id stands for all.
struct FrontMember {
    PointId id = 0;
    std::int64_t equals = 1;        ///< points with these objectives
    std::vector<double> objectives; ///< no NaN, no -0
    std::vector<double> values;     ///< of the point that stands for them: whatever was given with it; no -0, one NaN
    friend bool operator==(const FrontMember&, const FrontMember&) = default;
};

class ParetoFront {
public:
    static constexpr int most_objectives = 16;

    /// Whether members count their equals. A search that looks at points more than once cannot: all of them have 1.
    enum class Equals { counted, not_counted };
    /// Throws ConfigError unless objectives is 1 to most_objectives.
    explicit ParetoFront(int objectives, Equals equals = Equals::counted);
    /// Whether the point is on the front now (of its own, or as one of equals). `values` are copied only then. `equals`
    /// (at least 1) points are added at once, of which this one has the smallest id. Infinite objectives are allowed;
    /// throws ConfigError, naming the point and the objective, for NaN and for a wrong number of objectives. -0 counts
    /// as 0. Each point is to be added once: it counts as one of its own equals.
    bool add(PointId id, std::span<const double> objectives, std::span<const double> values, std::int64_t equals = 1);
    /// Whether `add` would keep a point with these objectives now. NaN is wanted: `add` then says what is wrong.
    [[nodiscard]] bool wants(std::span<const double> objectives);
    /// As if every point of the other, which has as many objectives, had been added.
    void merge(const ParetoFront& other);
    [[nodiscard]] std::int64_t size() const { return index_.size(); }
    [[nodiscard]] std::vector<FrontMember> members() const; ///< by id
    [[nodiscard]] int objectives() const { return objectives_; }

private:
    static void describe(FrontMember& member, PointId id, std::span<const double> values);

    int objectives_;
    Equals equals_;
    DominanceIndex index_;
    std::vector<FrontMember> members_; // by handle; equals is 0 where there is none
    std::vector<DominanceIndex::Handle> free_;
};

} // namespace fracbit::explorer

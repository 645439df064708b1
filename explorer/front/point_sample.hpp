// A sample of a stream of points that does not depend on their order: the k points whose hashes are smallest.
#pragma once

#include "explorer/space/design_point.hpp"

#include <cstdint>
#include <span>
#include <unordered_set>
#include <vector>

namespace fracbit::explorer {

struct SamplePoint {
    PointId id = 0;
    std::vector<double> values;
    friend bool operator==(const SamplePoint&, const SamplePoint&) = default;
};

class PointSample {
public:
    /// Throws ConfigError for a negative size.
    PointSample(std::int64_t size, std::uint64_t seed);
    /// Whether `add` would keep it now.
    [[nodiscard]] bool wants(PointId id) const;
    /// A point that it holds already changes nothing. Values are kept without -0 and with one NaN.
    void add(PointId id, std::span<const double> values);
    void merge(const PointSample& other); ///< of the same size and seed, else ConfigError
    /// An empty one of the same size and seed that wants only points which this one, too, would keep now: what is then
    /// merged into this one is the same, and less was looked at.
    [[nodiscard]] PointSample rest() const;
    [[nodiscard]] std::vector<SamplePoint> points() const; ///< by id

private:
    struct Ranked {
        std::uint64_t rank = 0;
        SamplePoint point;
    };
    std::int64_t size_;
    std::uint64_t seed_;
    std::uint64_t bound_;      ///< ranks that count are below
    std::vector<Ranked> kept_; // heap, the largest rank first
    std::unordered_set<PointId> ids_;
};

} // namespace fracbit::explorer

// A sample of a stream of points that does not depend on their order: the k points whose hashes are smallest.
#pragma once

#include "explorer/space/design_point.hpp"

#include <cstdint>
#include <span>
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
    /// Each point once. Values are kept without -0 and with one NaN.
    void add(PointId id, std::span<const double> values);
    void merge(const PointSample& other);                  ///< of the same size and seed, else ConfigError
    [[nodiscard]] std::vector<SamplePoint> points() const; ///< by id

private:
    struct Ranked {
        std::uint64_t rank = 0;
        SamplePoint point;
    };
    std::int64_t size_;
    std::uint64_t seed_;
    std::vector<Ranked> kept_; // heap, the largest rank first
};

} // namespace fracbit::explorer

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
    PointSample(std::int64_t size, std::uint64_t seed);
    /// Each point once.
    void add(PointId id, std::span<const double> values);
    void merge(const PointSample& other);                  ///< of the same size and seed, else ConfigError
    [[nodiscard]] std::vector<SamplePoint> points() const; ///< by id

private:
    std::int64_t size_;
    std::uint64_t seed_;
};

} // namespace fracbit::explorer

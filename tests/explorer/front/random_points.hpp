// Sets of points that are hard on a front: ties in most objectives, equal points, infinities, -0.
#pragma once

#include "explorer/front/pareto_front.hpp"
#include "tests/support/drawer.hpp"

#include <ostream>
#include <string>
#include <vector>

namespace fracbit::tests {

struct RandomPoint {
    explorer::PointId id = 0;
    std::vector<double> objectives, values;
};

struct RandomPoints {
    std::uint64_t seed = 0;
    int objectives = 1;
    std::vector<RandomPoint> points;
};

/// What a seed stands for: 1 to 8 objectives, 1 to `most` points with ids of their own in random order.
RandomPoints random_points(std::uint64_t seed, std::int64_t most);
/// "seed 7: 3 objectives, 120 points"
std::string to_text(const RandomPoints& points);

/// The front by its definition, every point against every other: O(n^2).
std::vector<explorer::FrontMember> front_by_definition(const std::vector<RandomPoint>& points);

void shuffle(std::vector<RandomPoint>& points, Drawer& draw);

} // namespace fracbit::tests

#include "tests/explorer/front/random_points.hpp"

#include <algorithm>
#include <cmath>
#include <fmt/format.h>

namespace fracbit::tests {
namespace {

bool at_most(const std::vector<double>& a, const std::vector<double>& b) {
    for (std::size_t i = 0; i < a.size(); ++i)
        if (a[i] > b[i]) return false;
    return true;
}

} // namespace

RandomPoints random_points(std::uint64_t seed, std::int64_t most) {
    Drawer draw(seed);
    RandomPoints drawn{seed, static_cast<int>(draw.range(1, 8)), {}};
    const auto count = draw.range(1, most);
    const auto levels = draw.pick<std::int64_t>({1, 2, 3, 10, 1000, 1'000'000});
    // Levels along a trade-off: the sum of the objectives hardly varies, so that most points are on the front.
    const bool trade_off = draw.chance(50);
    for (std::int64_t number = 0; number < count; ++number) {
        RandomPoint point;
        point.id = number * 7 + 3;
        double sum = 0;
        for (int objective = 0; objective < drawn.objectives; ++objective) {
            const double value = static_cast<double>(draw.range(-levels, levels)) / 4;
            sum += value;
            point.objectives.push_back(value);
        }
        if (trade_off) point.objectives.back() -= sum;
        for (auto& value : point.objectives) {
            if (draw.chance(2)) value = draw.pick<double>({INFINITY, -INFINITY, -0.0});
            if (value == 0 && draw.chance(50)) value = -0.0;
        }
        point.values = {static_cast<double>(point.id), draw.pick({0.0, -0.0, 1.5})};
        drawn.points.push_back(std::move(point));
    }
    shuffle(drawn.points, draw);
    return drawn;
}

std::string to_text(const RandomPoints& points) {
    return fmt::format("seed {}: {} objectives, {} points", points.seed, points.objectives, points.points.size());
}

std::vector<explorer::FrontMember> front_by_definition(const std::vector<RandomPoint>& points) {
    std::vector<explorer::FrontMember> front;
    for (const auto& point : points) {
        std::int64_t equals = 0;
        bool stands = true; // neither dominated nor equal to a point of a smaller id
        for (const auto& other : points) {
            if (!at_most(other.objectives, point.objectives)) continue;
            const bool equal = at_most(point.objectives, other.objectives);
            stands = stands && equal && other.id >= point.id;
            equals += equal ? 1 : 0;
        }
        if (!stands) continue;
        front.push_back({point.id, equals, point.objectives, point.values});
        for (auto* numbers : {&front.back().objectives, &front.back().values})
            for (auto& number : *numbers)
                if (number == 0) number = 0; // the sign of -0 goes
    }
    std::sort(front.begin(), front.end(), [](const auto& a, const auto& b) { return a.id < b.id; });
    return front;
}

void shuffle(std::vector<RandomPoint>& points, Drawer& draw) {
    for (auto left = static_cast<std::int64_t>(points.size()); left > 1; --left)
        std::swap(points[static_cast<std::size_t>(left - 1)],
                  points[static_cast<std::size_t>(draw.range(0, left - 1))]);
}

} // namespace fracbit::tests

#include "explorer/front/point_blocks.hpp"

#include "tests/support/drawer.hpp"

#include <catch2/catch.hpp>

#include <algorithm>

using namespace fracbit::explorer;
using namespace fracbit::tests;

TEST_CASE("searches of blocks find the first point from any start") {
    for (std::uint64_t seed = 1; seed <= 300; ++seed) {
        Drawer draw(seed);
        const int objectives = static_cast<int>(draw.range(1, 16));
        PointBlocks blocks(objectives);
        std::vector<std::vector<double>> plain;
        const auto levels = draw.range(1, 4);
        const auto random_point = [&] {
            std::vector<double> point(static_cast<std::size_t>(objectives));
            for (auto& value : point) value = static_cast<double>(draw.range(0, levels));
            return point;
        };
        for (auto count = draw.range(0, 40); count > 0; --count) {
            plain.push_back(random_point());
            blocks.push_back(plain.back());
        }
        for (auto count = draw.range(0, 10); count > 0 && !plain.empty(); --count) {
            const auto gone = draw.range(0, static_cast<std::int64_t>(plain.size()) - 1);
            blocks.erase(gone);
            plain[static_cast<std::size_t>(gone)] = plain.back();
            plain.pop_back();
        }
        INFO("seed " << seed << ": " << plain.size() << " points, " << objectives << " objectives");
        REQUIRE(blocks.size() == static_cast<std::int64_t>(plain.size()));
        const auto point = random_point();
        for (std::size_t from = 0; from <= plain.size(); ++from) {
            const auto first = [&](auto compare) {
                return std::find_if(plain.begin() + static_cast<std::ptrdiff_t>(from), plain.end(),
                                    [&](const auto& other) {
                                        return std::equal(other.begin(), other.end(), point.begin(), compare);
                                    }) -
                       plain.begin();
            };
            const auto start = static_cast<std::int64_t>(from);
            REQUIRE(blocks.find_at_most(point, start) == first(std::less_equal<>()));
            REQUIRE(blocks.find_at_least(point, start) == first(std::greater_equal<>()));
        }
    }
}

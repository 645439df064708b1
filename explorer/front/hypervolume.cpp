#include "explorer/front/hypervolume.hpp"

#include "models/core/error.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <fmt/format.h>
#include <limits>
#include <pagmo/utils/hypervolume.hpp>

namespace fracbit::explorer {
namespace {

void check(const FrontMember& member, std::span<const double> reference) {
    if (member.objectives.size() != reference.size())
        throw ConfigError(fmt::format("point {} has {} objectives, the reference has {}: a hypervolume needs equal "
                                      "numbers",
                                      member.id, member.objectives.size(), reference.size()));
    for (std::size_t i = 0; i < reference.size(); ++i)
        if (std::isnan(member.objectives[i]))
            throw ConfigError(
                fmt::format("objective {} of point {} is NaN: a hypervolume needs numbers", i, member.id));
}

} // namespace

double hypervolume(const std::vector<FrontMember>& front, std::span<const double> reference) {
    for (std::size_t i = 0; i < reference.size(); ++i)
        if (!std::isfinite(reference[i]))
            throw ConfigError(
                fmt::format("the reference of objective {} is {}: give a finite number", i, reference[i]));
    std::vector<std::vector<double>> inside;
    for (const auto& member : front) {
        check(member, reference);
        if (std::equal(reference.begin(), reference.end(), member.objectives.begin(), std::greater<>()))
            inside.push_back(member.objectives);
    }
    if (reference.empty() || inside.empty()) return 0;
    for (const auto& point : inside)
        if (std::find(point.begin(), point.end(), -INFINITY) != point.end()) return INFINITY;
    if (inside.size() > most_hypervolume_members(reference.size())) return NAN;
    // The order of a sum decides its last bits.
    std::sort(inside.begin(), inside.end());
    if (reference.size() == 1) return reference[0] - inside.front()[0];
    return pagmo::hypervolume(inside, false).compute({reference.begin(), reference.end()});
}

std::size_t most_hypervolume_members(std::size_t objectives) {
    constexpr std::array<std::size_t, 10> from_four_on{5000, 2500, 2000, 800, 400, 200, 120, 80, 60, 40};
    if (objectives < 4) return std::numeric_limits<std::size_t>::max();
    return from_four_on[std::min(objectives - 4, from_four_on.size() - 1)];
}

std::vector<double> worst_of(const std::vector<FrontMember>& front) {
    std::vector<double> worst;
    if (front.empty()) return worst;
    for (std::size_t i = 0; i < front.front().objectives.size(); ++i) {
        double least = INFINITY, most = -INFINITY;
        for (const auto& member : front)
            if (const double value = member.objectives[i]; std::isfinite(value)) {
                least = std::min(least, value);
                most = std::max(most, value);
            }
        if (least > most) least = most = 0; // none is finite
        worst.push_back(least < most ? most : most + std::max(std::abs(most) / 100, 1e-12));
    }
    return worst;
}

} // namespace fracbit::explorer

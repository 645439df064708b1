#include "explorer/front/pareto_front.hpp"

#include "explorer/front/canonical.hpp"
#include "models/core/error.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <fmt/format.h>

namespace fracbit::explorer {

ParetoFront::ParetoFront(int objectives, Equals equals)
    : objectives_(objectives), equals_(equals), index_(objectives) {
    if (objectives < 1 || objectives > most_objectives)
        throw ConfigError(fmt::format("a front has 1 to {} objectives, found {}", most_objectives, objectives));
}

bool ParetoFront::add(PointId id, std::span<const double> objectives, std::span<const double> values,
                      std::int64_t equals) {
    if (static_cast<int>(objectives.size()) != objectives_)
        throw ConfigError(
            fmt::format("point {} has {} objectives; the front has {}", id, objectives.size(), objectives_));
    std::array<double, most_objectives> room; // not cleared: that would take half of the time
    const auto point = std::span(room).first(objectives.size());
    for (std::size_t i = 0; i < objectives.size(); ++i) {
        if (std::isnan(objectives[i]))
            throw ConfigError(fmt::format("objective {} of point {} is NaN: it cannot be compared; give a number, "
                                          "infinite if need be, or a constraint that leaves such points out",
                                          i, id));
        point[i] = objectives[i] + 0.0; // -0 becomes 0
    }

    const auto answer = index_.look_up(point);
    if (answer.standing == DominanceIndex::Standing::dominated) return false;
    if (answer.standing == DominanceIndex::Standing::equal) {
        auto& member = members_[answer.handle];
        if (equals_ == Equals::counted) member.equals += equals;
        if (id < member.id) describe(member, id, values);
        return true;
    }
    if (free_.empty()) {
        free_.push_back(static_cast<DominanceIndex::Handle>(members_.size()));
        members_.emplace_back();
    }
    const auto handle = free_.back();
    free_.pop_back();
    auto& member = members_[handle];
    member.equals = equals_ == Equals::counted ? equals : 1;
    member.objectives.assign(point.begin(), point.end());
    describe(member, id, values);
    const auto before = free_.size();
    index_.insert(point, handle, free_);
    for (auto gone = before; gone < free_.size(); ++gone) members_[free_[gone]].equals = 0;
    return true;
}

bool ParetoFront::wants(std::span<const double> objectives) {
    if (std::any_of(objectives.begin(), objectives.end(), [](double value) { return std::isnan(value); })) return true;
    std::array<double, most_objectives> room; // not cleared: that would take half of the time
    const auto point = std::span(room).first(objectives.size());
    std::transform(objectives.begin(), objectives.end(), point.begin(), [](double value) { return value + 0.0; });
    return index_.look_up(point).standing != DominanceIndex::Standing::dominated;
}

void ParetoFront::describe(FrontMember& member, PointId id, std::span<const double> values) {
    member.id = id;
    member.values.resize(values.size());
    std::transform(values.begin(), values.end(), member.values.begin(), canonical);
}

void ParetoFront::merge(const ParetoFront& other) {
    if (other.objectives_ != objectives_)
        throw ConfigError(
            fmt::format("a front of {} objectives cannot take in one of {}", objectives_, other.objectives_));
    for (const auto& member : other.members()) add(member.id, member.objectives, member.values, member.equals);
}

std::vector<FrontMember> ParetoFront::members() const {
    std::vector<FrontMember> members;
    members.reserve(static_cast<std::size_t>(size()));
    std::copy_if(members_.begin(), members_.end(), std::back_inserter(members),
                 [](const FrontMember& member) { return member.equals > 0; });
    std::sort(members.begin(), members.end(), [](const FrontMember& a, const FrontMember& b) { return a.id < b.id; });
    return members;
}

} // namespace fracbit::explorer

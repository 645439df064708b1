#include "explorer/front/dominance_index.hpp"

#include <algorithm>
#include <array>
#include <limits>
#include <utility>

namespace fracbit::explorer {
namespace {

constexpr std::int64_t bucket_size = 128;
constexpr std::int64_t recent_size = 16;
constexpr std::int64_t least_buckets = 16;
constexpr std::size_t most_objectives = 16; // of the front

} // namespace

DominanceIndex::DominanceIndex(int objectives)
    : objectives_(objectives), lowest_(objectives), highest_(objectives), recent_(objectives) {}

DominanceIndex::Answer DominanceIndex::look_up(std::span<const double> point) {
    const auto known = recent_.find_at_most(point);
    if (known < recent_.size() && !recent_.equals(known, point)) return {Standing::dominated, 0};
    const auto boxes = lowest_.size();
    for (auto box = lowest_.find_at_most(point); box < boxes; box = lowest_.find_at_most(point, box + 1)) {
        const auto& bucket = buckets_[static_cast<std::size_t>(box)];
        const auto found = bucket.points.find_at_most(point);
        if (found == bucket.points.size()) continue;
        // Were another member better, it would dominate this one.
        if (bucket.points.equals(found, point))
            return {Standing::equal, bucket.handles[static_cast<std::size_t>(found)]};
        std::array<double, most_objectives> room{};
        const auto dominator = std::span(room).first(static_cast<std::size_t>(objectives_));
        bucket.points.copy(found, dominator);
        if (recent_.size() < recent_size)
            recent_.push_back(dominator);
        else
            recent_.set(next_recent_++ % recent_size, dominator);
        return {Standing::dominated, 0};
    }
    return {};
}

void DominanceIndex::insert(std::span<const double> point, Handle handle, std::vector<Handle>& gone) {
    erase_dominated(point, gone);
    // A front that moves on leaves empty buckets behind.
    if (static_cast<std::int64_t>(buckets_.size()) > least_buckets + 8 * size_ / bucket_size) rebuild();
    place(point, handle);
    ++size_;
}

void DominanceIndex::erase_dominated(std::span<const double> point, std::vector<Handle>& gone) {
    for (auto box = highest_.find_at_least(point); box < highest_.size();
         box = highest_.find_at_least(point, box + 1)) {
        auto& bucket = buckets_[static_cast<std::size_t>(box)];
        const auto before = bucket.handles.size();
        for (auto member = bucket.points.find_at_least(point); member < bucket.points.size();
             member = bucket.points.find_at_least(point, member)) {
            const auto at = static_cast<std::size_t>(member);
            gone.push_back(bucket.handles[at]);
            bucket.points.erase(member);
            bucket.handles[at] = bucket.handles.back();
            bucket.handles.pop_back();
        }
        size_ -= static_cast<std::int64_t>(before - bucket.handles.size());
        if (before != bucket.handles.size()) bound(static_cast<int>(box));
    }
}

void DominanceIndex::place(std::span<const double> point, Handle handle) {
    if (buckets_.empty()) add_bucket({PointBlocks(objectives_), {}, none, 0});
    int child = nodes_.empty() ? ~0 : 0;
    while (child >= 0) {
        const auto& node = nodes_[static_cast<std::size_t>(child)];
        child = point[static_cast<std::size_t>(node.axis)] < node.value ? node.below : node.above;
    }
    const int number = ~child;
    auto& bucket = buckets_[static_cast<std::size_t>(number)];
    bucket.points.push_back(point);
    bucket.handles.push_back(handle);
    if (bucket.points.size() > bucket_size)
        split(number);
    else
        widen(number, point);
}

void DominanceIndex::split(int number) {
    const Bucket whole = std::move(buckets_[static_cast<std::size_t>(number)]);
    const Node cut = middle_of(whole);
    const int next = (cut.axis + 1) % objectives_;
    const int node = static_cast<int>(nodes_.size());
    const int above = static_cast<int>(buckets_.size());
    nodes_.push_back({cut.axis, cut.value, ~number, ~above});
    if (whole.parent != none) {
        auto& parent = nodes_[static_cast<std::size_t>(whole.parent)];
        (parent.below == ~number ? parent.below : parent.above) = node;
    }
    buckets_[static_cast<std::size_t>(number)] = {PointBlocks(objectives_), {}, node, next};
    bound(number);
    add_bucket({PointBlocks(objectives_), {}, node, next});

    std::array<double, most_objectives> room{};
    const auto point = std::span(room).first(static_cast<std::size_t>(objectives_));
    for (std::int64_t member = 0; member < whole.points.size(); ++member) {
        whole.points.copy(member, point);
        const int side = point[static_cast<std::size_t>(cut.axis)] < cut.value ? number : above;
        auto& bucket = buckets_[static_cast<std::size_t>(side)];
        bucket.points.push_back(point);
        bucket.handles.push_back(whole.handles[static_cast<std::size_t>(member)]);
        widen(side, point);
    }
}

/// The median of the first objective, from the bucket's axis on, in which not all members are equal. There is one: no
/// two vectors are equal.
DominanceIndex::Node DominanceIndex::middle_of(const Bucket& bucket) const {
    std::vector<double> values(bucket.handles.size());
    for (int axis = bucket.axis;; axis = (axis + 1) % objectives_) {
        for (std::size_t member = 0; member < values.size(); ++member)
            values[member] = bucket.points.at(static_cast<std::int64_t>(member), axis);
        std::sort(values.begin(), values.end());
        if (values.front() == values.back()) continue;
        const auto median = values[values.size() / 2];
        return {axis, median != values.front() ? median : *std::upper_bound(values.begin(), values.end(), median)};
    }
}

void DominanceIndex::add_bucket(Bucket bucket) {
    buckets_.push_back(std::move(bucket));
    const std::vector<double> nowhere(static_cast<std::size_t>(objectives_), std::numeric_limits<double>::quiet_NaN());
    lowest_.push_back(nowhere);
    highest_.push_back(nowhere);
}

void DominanceIndex::widen(int number, std::span<const double> point) {
    for (int objective = 0; objective < objectives_; ++objective) {
        const auto value = point[static_cast<std::size_t>(objective)];
        // Written so that NaN, the box of nothing, gives way.
        if (!(lowest_.at(number, objective) <= value)) lowest_.set(number, objective, value);
        if (!(highest_.at(number, objective) >= value)) highest_.set(number, objective, value);
    }
}

void DominanceIndex::bound(int number) {
    const auto& points = buckets_[static_cast<std::size_t>(number)].points;
    for (int objective = 0; objective < objectives_; ++objective) {
        auto low = std::numeric_limits<double>::quiet_NaN(), high = low;
        for (std::int64_t member = 0; member < points.size(); ++member) {
            const double value = points.at(member, objective);
            if (!(low <= value)) low = value;
            if (!(high >= value)) high = value;
        }
        lowest_.set(number, objective, low);
        highest_.set(number, objective, high);
    }
}

void DominanceIndex::rebuild() {
    const auto old = std::exchange(buckets_, {});
    nodes_.clear();
    lowest_ = PointBlocks(objectives_);
    highest_ = PointBlocks(objectives_);
    std::array<double, most_objectives> room{};
    const auto point = std::span(room).first(static_cast<std::size_t>(objectives_));
    for (const auto& bucket : old)
        for (std::int64_t member = 0; member < bucket.points.size(); ++member) {
            bucket.points.copy(member, point);
            place(point, bucket.handles[static_cast<std::size_t>(member)]);
        }
}

} // namespace fracbit::explorer

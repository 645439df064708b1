#include "explorer/front/point_sample.hpp"

#include "explorer/front/canonical.hpp"
#include "models/core/error.hpp"

#include <algorithm>
#include <fmt/format.h>
#include <limits>

namespace fracbit::explorer {
namespace {

/// For each seed another permutation of all 64-bit numbers, so that no two points have equal ranks: xor shifts and odd
/// factors can all be undone.
std::uint64_t rank_of(std::uint64_t seed, PointId id) {
    std::uint64_t state = static_cast<std::uint64_t>(id) ^ (seed * 0x9e3779b97f4a7c15U);
    for (const auto factor : {0xff51afd7ed558ccdU, 0xc4ceb9fe1a85ec53U, 0xd6e8feb86659fd93U}) {
        state ^= state >> 32;
        state *= factor;
    }
    return state ^ (state >> 32);
}

} // namespace

PointSample::PointSample(std::int64_t size, std::uint64_t seed)
    : size_(size), seed_(seed), bound_(std::numeric_limits<std::uint64_t>::max()) {
    if (size < 0) throw ConfigError(fmt::format("a sample has 0 points or more, found {}", size));
}

bool PointSample::wants(PointId id) const { return size_ > 0 && rank_of(seed_, id) < bound_; }

PointSample PointSample::rest() const {
    PointSample rest(size_, seed_);
    rest.bound_ = bound_;
    return rest;
}

void PointSample::add(PointId id, std::span<const double> values) {
    if (!wants(id)) return;
    if (!ids_.insert(id).second) return;
    const auto by_rank = [](const Ranked& a, const Ranked& b) { return a.rank < b.rank; };
    if (static_cast<std::int64_t>(kept_.size()) == size_) {
        std::pop_heap(kept_.begin(), kept_.end(), by_rank);
        ids_.erase(kept_.back().point.id);
        kept_.pop_back();
    }
    kept_.push_back({rank_of(seed_, id), {id, std::vector<double>(values.size())}});
    std::transform(values.begin(), values.end(), kept_.back().point.values.begin(), canonical);
    std::push_heap(kept_.begin(), kept_.end(), by_rank);
    if (static_cast<std::int64_t>(kept_.size()) == size_) bound_ = kept_.front().rank;
}

void PointSample::merge(const PointSample& other) {
    if (other.size_ != size_ || other.seed_ != seed_)
        throw ConfigError(fmt::format("a sample of {} points with seed {} cannot take in one of {} with seed {}", size_,
                                      seed_, other.size_, other.seed_));
    if (&other == this) return;
    for (const auto& ranked : other.kept_) add(ranked.point.id, ranked.point.values);
}

std::vector<SamplePoint> PointSample::points() const {
    std::vector<SamplePoint> points;
    points.reserve(kept_.size());
    for (const auto& ranked : kept_) points.push_back(ranked.point);
    std::sort(points.begin(), points.end(), [](const SamplePoint& a, const SamplePoint& b) { return a.id < b.id; });
    return points;
}

} // namespace fracbit::explorer

#include "explorer/evaluation/evaluator.hpp"

#include "explorer/evaluation/shared_results.hpp"
#include "models/core/units.hpp"

#include <algorithm>
#include <utility>

namespace fracbit::explorer {

Evaluator::Evaluator(std::shared_ptr<const DesignSpace> space, const CacheLimits& limits,
                     std::function<bool()> cancelled)
    : space_(std::move(space)), shared_(std::make_unique<SharedResults>(*space_, limits, std::move(cancelled))) {}

Evaluator::~Evaluator() = default;

PointId Evaluator::point_at(Position position) const { return shared_->order.point_at(position); }

std::int64_t Evaluator::chunk_size() const { return shared_->chunk_size; }

std::int64_t Evaluator::chunks() const { return ceil_div(space_->size(), shared_->chunk_size); }

std::int64_t Evaluator::points_of(std::int64_t chunk) const {
    return std::min(shared_->chunk_size, space_->size() - chunk * shared_->chunk_size);
}

std::int64_t Evaluator::timings() const { return shared_->timings.load(std::memory_order_relaxed); }

} // namespace fracbit::explorer

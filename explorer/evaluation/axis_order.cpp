#include "explorer/evaluation/axis_order.hpp"

#include <algorithm>

namespace fracbit::explorer {

AxisOrder::AxisOrder(const DesignSpace& space, const std::vector<int>& rank) : size_(space.size()) {
    const std::vector<Axis>& axes = space.axes();
    PointId stride = 1;
    for (int a = static_cast<int>(axes.size()) - 1; a >= 0; --a) {
        const int turns = axes[static_cast<std::size_t>(a)].size;
        if (turns > 1) levels_.push_back({a, turns, stride, 1});
        stride *= turns;
    }
    std::reverse(levels_.begin(), levels_.end());
    std::stable_sort(levels_.begin(), levels_.end(), [&](const Level& x, const Level& y) {
        return rank[static_cast<std::size_t>(x.axis)] < rank[static_cast<std::size_t>(y.axis)];
    });
    std::int64_t positions = 1;
    for (auto level = levels_.rbegin(); level != levels_.rend(); ++level) {
        level->positions = positions;
        positions *= level->size;
    }
}

std::int64_t AxisOrder::subtree(int depth) const {
    return depth == 0 ? size_ : levels_[static_cast<std::size_t>(depth) - 1].positions;
}

PointId AxisOrder::point_at(std::int64_t position) const {
    PointId id = 0;
    for (int i = 0; i < depth(); ++i) id += digit(i, position) * levels_[static_cast<std::size_t>(i)].stride;
    return id;
}

AxisMask AxisOrder::mask_of(const std::vector<bool>& axes) const {
    AxisMask mask = 0;
    for (std::size_t i = 0; i < levels_.size(); ++i)
        if (axes[static_cast<std::size_t>(levels_[i].axis)]) mask |= AxisMask{1} << i;
    return mask;
}

} // namespace fracbit::explorer

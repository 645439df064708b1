// The order in which points are worked through: axes of expensive stages outermost, so that neighbours share most.
#pragma once

#include "explorer/space/design_space.hpp"

#include <cstdint>
#include <vector>

namespace fracbit::explorer {

/// A set of ordered axes: bit i stands for the axis at level i, level 0 being outermost. (At most 62 axes have more
/// than one turn, since a space has at most 2^62 points.)
using AxisMask = std::uint64_t;

/// Positions are mixed-radix numbers over the ordered axes, the outermost most significant.
class AxisOrder {
public:
    /// `rank` of each axis of the space; the lowest ranks come outermost, equal ones in the space's order. Axes of one
    /// turn are left out.
    AxisOrder(const DesignSpace& space, const std::vector<int>& rank);

    struct Level {
        int axis = 0;               ///< of the space
        int size = 0;               ///< turns
        PointId stride = 1;         ///< of the axis in point ids
        std::int64_t positions = 1; ///< in one turn
    };
    [[nodiscard]] const std::vector<Level>& levels() const { return levels_; }
    [[nodiscard]] int depth() const { return static_cast<int>(levels_.size()); }
    [[nodiscard]] std::int64_t size() const { return size_; }
    /// Positions that share the turns of the first `depth` levels.
    [[nodiscard]] std::int64_t subtree(int depth) const;
    [[nodiscard]] int digit(int level, std::int64_t position) const {
        const Level& at = levels_[static_cast<std::size_t>(level)];
        return static_cast<int>(position / at.positions % at.size);
    }
    [[nodiscard]] PointId point_at(std::int64_t position) const;
    /// The levels of some axes of the space.
    [[nodiscard]] AxisMask mask_of(const std::vector<bool>& axes) const;

private:
    std::vector<Level> levels_;
    std::int64_t size_ = 1;
};

} // namespace fracbit::explorer

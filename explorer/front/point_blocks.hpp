// Points in blocks of a few lanes, objective by objective, so that one comparison takes a whole block. Unused lanes
// hold NaN, which is neither better nor worse than anything.
#pragma once

#include <cstdint>
#include <limits>
#include <span>
#include <vector>

namespace fracbit::explorer {

class PointBlocks {
public:
    static constexpr std::int64_t lanes = 8;

    explicit PointBlocks(int objectives = 1) : objectives_(objectives) {}
    [[nodiscard]] std::int64_t size() const { return size_; }
    [[nodiscard]] double at(std::int64_t index, int objective) const { return values_[place(index, objective)]; }
    void set(std::int64_t index, int objective, double value) { values_[place(index, objective)] = value; }
    void set(std::int64_t index, std::span<const double> point);
    void push_back(std::span<const double> point);
    /// The last point takes the place of the one that goes.
    void erase(std::int64_t index);
    void copy(std::int64_t index, std::span<double> point) const;
    [[nodiscard]] bool equals(std::int64_t index, std::span<const double> point) const;

    /// The first index from `from` on whose point is at most `point` in every objective; size() if there is none.
    [[nodiscard]] std::int64_t find_at_most(std::span<const double> point, std::int64_t from = 0) const;
    /// The same for points that are at least `point`.
    [[nodiscard]] std::int64_t find_at_least(std::span<const double> point, std::int64_t from = 0) const;

private:
    [[nodiscard]] std::size_t place(std::int64_t index, int objective) const {
        return static_cast<std::size_t>((index / lanes * objectives_ + objective) * lanes + index % lanes);
    }
    template <bool at_most>
    [[nodiscard]] std::int64_t find(std::span<const double> point, std::int64_t from) const;

    int objectives_;
    std::int64_t size_ = 0;
    std::vector<double> values_; // blocks of objectives_ x lanes
};

} // namespace fracbit::explorer

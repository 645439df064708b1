// Objective vectors none of which is at least as good as another, arranged so that few are looked at when a new one
// comes: recent dominators first; then the boxes around buckets of neighbours; then those buckets whose box leaves it
// open. A k-d tree says which bucket a vector belongs to.
#pragma once

#include "explorer/front/point_blocks.hpp"

#include <cstdint>
#include <span>
#include <vector>

namespace fracbit::explorer {

/// Objectives are minimised; no NaN, no -0.
class DominanceIndex {
public:
    using Handle = std::uint32_t; ///< what the owner calls a vector

    explicit DominanceIndex(int objectives);

    enum class Standing {
        free,      ///< no vector dominates it or is equal to it
        equal,     ///< to the vector of `handle`
        dominated, ///< by some vector
    };
    struct Answer {
        Standing standing = Standing::free;
        Handle handle = 0;
    };
    Answer look_up(std::span<const double> point);
    /// Takes a free vector in; what it dominates goes out, and `gone` gets its handles.
    void insert(std::span<const double> point, Handle handle, std::vector<Handle>& gone);
    [[nodiscard]] std::int64_t size() const { return size_; }

private:
    static constexpr int none = -1;
    struct Bucket {
        PointBlocks points;
        std::vector<Handle> handles;
        int parent = none; ///< node above
        int axis = 0;      ///< objective of the next split
    };
    /// Vectors that are less than `value` in objective `axis` belong below; children < 0 are buckets, ~number.
    struct Node {
        int axis = 0;
        double value = 0;
        int below = 0, above = 0;
    };
    void erase_dominated(std::span<const double> point, std::vector<Handle>& gone);
    void place(std::span<const double> point, Handle handle);
    void split(int number);
    [[nodiscard]] Node middle_of(const Bucket& bucket) const;
    void add_bucket(Bucket bucket);
    void widen(int number, std::span<const double> point);
    void bound(int number);
    void rebuild();

    int objectives_;
    std::int64_t size_ = 0;
    std::vector<Node> nodes_; // the first is the root, if there are any
    std::vector<Bucket> buckets_;
    PointBlocks lowest_, highest_; // corners of each bucket's box; NaN if it is empty
    // Copies: a vector that has left was dominated by one that dominates the same points.
    PointBlocks recent_;
    std::int64_t next_recent_ = 0;
};

} // namespace fracbit::explorer

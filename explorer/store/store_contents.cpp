#include "explorer/store/store_contents.hpp"

#include <numeric>

namespace fracbit::explorer {

std::int64_t StoreCounts::total() const { return std::accumulate(points.begin(), points.end(), std::int64_t{0}); }

std::int64_t StoreCounts::evaluated() const {
    return total() - points[static_cast<std::size_t>(PointStatus::excluded)];
}

StoreCounts& StoreCounts::operator+=(const StoreCounts& other) {
    for (std::size_t status = 0; status < points.size(); ++status) points[status] += other.points[status];
    seconds += other.seconds;
    return *this;
}

bool StoreContents::complete() const {
    return static_cast<std::int64_t>(done.size()) == chunks_of(header.shard, header.plan.chunks);
}

} // namespace fracbit::explorer

#include "models/timing/spill_list.hpp"

namespace fracbit::models::timing {

std::int64_t SpilledSums::planes_read(std::int64_t pass) const {
    const bool first_tile = pass % work_->tiles == 0, last = !writes_sums(pass);
    return (first_tile ? 0 : 1) + (last ? work_->planes - 1 : 0);
}

void SpilledSums::list_reads(std::int64_t group, std::int64_t pass, std::int64_t first, std::int64_t end,
                             Segments& segments) const {
    const std::int64_t plane = pass / work_->tiles;
    if (!writes_sums(pass))
        for (std::int64_t other = 0; other < plane; ++other)
            list(StreamId::psum_read, group, other, first, end, segments);
    if (pass % work_->tiles > 0) list(StreamId::psum_read, group, plane, first, end, segments);
}

void SpilledSums::list_writes(std::int64_t group, std::int64_t pass, std::int64_t first, std::int64_t end,
                              Segments& segments) const {
    list(StreamId::psum_write, group, pass / work_->tiles, first, end, segments);
}

/// [plane][position that does not stay][row of the group], 4 bytes each; every plane is a segment of its own.
void SpilledSums::list(StreamId stream, std::int64_t group, std::int64_t plane, std::int64_t first, std::int64_t end,
                       Segments& segments) const {
    const std::int64_t position = 32 * work_->rows(group), away = work_->positions - work_->resident;
    const std::int64_t address = (plane * away + first - work_->resident) * position, bits = (end - first) * position;
    segments.push_back({stream, stream == StreamId::psum_write, Mark::none, 0, address, bits});
}

} // namespace fracbit::models::timing

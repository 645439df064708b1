#include "models/timing/output_writer.hpp"

#include <algorithm>

namespace fracbit::models::timing {

void OutputWriter::reset(const LayerWork& work) {
    depth_ = work.architecture->output.fifo_depth;
    capacity_ = work.architecture->output.writer_bytes;
    on_chip_ = work.tensors.output_on_chip;
    taken_bytes_ = taken_ = 0;
    waiting_.clear();
    takes_.reset(depth_);
    tally_ = {};
}

std::int64_t OutputWriter::when_room() {
    // Vectors pushed so far: taken and waiting ones.
    const std::int64_t waiting = waiting_.end() - waiting_.first();
    if (waiting == depth_ && !advance()) return unknown;
    return takes_.before(waiting_.end()) + 1;
}

bool OutputWriter::advance() {
    bool moved = false;
    for (; !waiting_.empty(); moved = true) {
        const Reached& vector = waiting_.front();
        const std::int64_t space = on_chip_ ? 0 : links_.outputs.freed.when(taken_bytes_ + vector.amount - capacity_);
        if (space == unknown) break;
        const std::int64_t cycle = std::max({vector.time + 1, tally_.free(), space});
        tally_.unit(vector.time + 1, cycle, 1);
        taken_bytes_ += vector.amount;
        if (!on_chip_) links_.outputs.held.add(vector.amount, cycle + 1);
        takes_.record(taken_++, cycle);
        waiting_.pop();
    }
    return moved;
}

} // namespace fracbit::models::timing

#include "models/timing/output_writer.hpp"

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

bool OutputWriter::advance() {
    bool moved = false;
    for (; !waiting_.empty() && take(waiting_.front()); moved = true) waiting_.pop();
    return moved;
}

} // namespace fracbit::models::timing

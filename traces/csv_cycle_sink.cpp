#include "traces/csv_cycle_sink.hpp"

namespace fracbit::traces {

void CsvCycleSink::on_start() {
    out().add(comment_header("cycle", header()));
    out().add(
        "# units: cycle in clock cycles from the start of the run, level_* in what the queue holds (words or bytes)\n"
        "# layer is the one the memory channel works for; a block's column holds busy, stall_in, stall_out or idle\n"
        "cycle,layer");
    for (int i = 0; i < models::block_count; ++i)
        out().print(",{}", models::to_string(static_cast<models::BlockId>(i)));
    for (const std::string& queue : header().queues) out().print(",{}", csv_field("level_" + queue));
    out().add("\n");
    timeline_.emplace(out().path(), header());
}

void CsvCycleSink::on_finish(Cycles end) {
    timeline_->close(end);
    while (const auto change = timeline_->next_change()) {
        rows_until(*change);
        timeline_->advance();
    }
    rows_until(end.count());
    out().print("# end_cycle: {}, rows: {}\n", end.count(), next_row_);
}

void CsvCycleSink::rows_until(std::int64_t cycle) {
    if (next_row_ >= cycle) return;
    const MachineState& state = timeline_->state();
    std::string row = "," + csv_field(layer_name(state.layer));
    for (const BlockState block : state.blocks) row.append(",").append(to_string(block));
    for (const std::int64_t level : state.levels) row.append(",").append(std::to_string(level));
    for (; next_row_ < cycle; ++next_row_) out().print("{}{}\n", next_row_, row);
}

std::size_t CsvCycleSink::buffered_bytes() const {
    return FileSink::buffered_bytes() + (timeline_ ? timeline_->buffered_bytes() : 0);
}

} // namespace fracbit::traces

#include "traces/csv_event_sink.hpp"

namespace fracbit::traces {

void CsvEventSink::on_start() {
    out().add(comment_header("event", header()));
    out().add("# units: *_cycle in clock cycles from the start of the run (begin inclusive, end exclusive), address in "
              "bytes (hexadecimal), *bytes in bytes\n"
              "kind,name,state,layer,issue_cycle,begin_cycle,end_cycle,address,bytes,payload_bytes\n");
}

void CsvEventSink::on_block(const BlockStretch& stretch) {
    out().print("block,{},{},{},,{},{},,,\n", models::to_string(stretch.block), to_string(stretch.state),
                csv_field(layer_name(stretch.layer)), stretch.begin.count(), stretch.end.count());
    ++rows_;
}

void CsvEventSink::on_burst(const BurstEvent& event) {
    out().print("burst,{},{},{},{},{},{},{:#x},{},{}\n", models::to_string(event.stream),
                event.write ? "write" : "read", csv_field(layer_name(event.layer)), event.issue.count(),
                event.start.count(), event.finish.count(), event.address, event.bytes, event.payload);
    ++rows_;
}

void CsvEventSink::on_finish(Cycles end) { out().print("# end_cycle: {}, rows: {}\n", end.count(), rows_); }

} // namespace fracbit::traces

#include "traces/dram_csv_sink.hpp"

namespace fracbit::traces {

void DramCsvSink::on_start() {
    clock_.emplace(header().clock_mhz);
    out().add(comment_header("DRAM", header()));
    out().add("# units: cycle in clock cycles and time_ns in nanoseconds from the start of the run (when the request "
              "issues), address in bytes (hexadecimal), *bytes in bytes; rw is R or W\n"
              "cycle,time_ns,address,rw,bytes,payload_bytes,stream,layer\n");
}

void DramCsvSink::on_burst(const BurstEvent& event) {
    out().print("{},{},{:#x},{},{},{},{},{}\n", event.issue.count(), clock_->nanoseconds(event.issue), event.address,
                event.write ? 'W' : 'R', event.bytes, event.payload, models::to_string(event.stream),
                csv_field(layer_name(event.layer)));
    ++rows_;
}

void DramCsvSink::on_finish(Cycles end) { out().print("# end_cycle: {}, rows: {}\n", end.count(), rows_); }

} // namespace fracbit::traces

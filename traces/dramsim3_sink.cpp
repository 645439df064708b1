#include "traces/dramsim3_sink.hpp"

namespace fracbit::traces {

void Dramsim3Sink::on_start() {
    clock_.emplace(header().clock_mhz, memory_clock_mhz_);
    write_companion(
        comment_header("DRAMsim3", header()) +
        fmt::format(
            "# columns: address in bytes, hexadecimal; READ or WRITE; cycle of issue on a memory clock of {} MHz\n"
            "# one line per burst, in the order of issue; the format has no size\n",
            clock_->mhz()));
}

void Dramsim3Sink::on_burst(const BurstEvent& event) {
    out().print("{:#x} {} {}\n", event.address, event.write ? "WRITE" : "READ", clock_->at(event.issue));
}

} // namespace fracbit::traces

#include "traces/dramsys_sink.hpp"

namespace fracbit::traces {

void DramsysSink::on_start() {
    clock_.emplace(header().clock_mhz, player_clock_mhz_);
    out().add(comment_header("DRAMSys", header()));
    out().print(
        "# columns: cycle of issue on a player clock (clkMhz) of {} MHz; (bytes); read or write; address in bytes, "
        "hexadecimal\n",
        clock_->mhz());
}

void DramsysSink::on_burst(const BurstEvent& event) {
    out().print("{}: ({}) {} {:#x}\n", clock_->at(event.issue), event.bytes, event.write ? "write" : "read",
                event.address);
}

} // namespace fracbit::traces

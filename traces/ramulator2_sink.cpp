#include "traces/ramulator2_sink.hpp"

namespace fracbit::traces {

void Ramulator2Sink::on_start() {
    write_companion(comment_header("Ramulator 2 load/store", header()) +
                    "# columns: LD (load, a read) or ST (store, a write); address in bytes, hexadecimal\n"
                    "# one line per burst, in the order of issue; the format has no time and no size\n");
}

void Ramulator2Sink::on_burst(const BurstEvent& event) {
    out().print("{} {:#x}\n", event.write ? "ST" : "LD", event.address);
}

} // namespace fracbit::traces

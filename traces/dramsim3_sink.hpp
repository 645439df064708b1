// Trace of DRAMsim3 (`dramsim3main CONFIG -c CYCLES -t TRACE`): lines "0xADDRESS READ|WRITE CYCLE".
//
// Source: umd-memsys/DRAMsim3, operator>>(istream&, Transaction&) in src/common.cc and TraceBasedCPU::ClockTick in
// src/cpu.cc. It reads hexadecimal address, word, decimal cycle and knows no comments, so the header goes to
// PATH.header.txt. A request enters at its cycle of the *memory* clock or as soon after as the queue has room. No
// size: SetAddressMapping (src/configuration.cc) drops log2(bus_width / 8 * BL) low bits, so each burst of ours is one
// request; set `burst_bytes` to that size. After the last line the reader issues the last address once more as a READ
// (its end-of-file test comes late); without the final newline it could lose the last request instead.
#pragma once

#include "traces/file_sink.hpp"
#include "traces/memory_clock.hpp"

#include <optional>

namespace fracbit::traces {

class Dramsim3Sink final : public FileSink {
public:
    /// `memory_clock_mhz` 0: cycles of the accelerator's clock.
    explicit Dramsim3Sink(std::string path, double memory_clock_mhz = 0)
        : FileSink(std::move(path)), memory_clock_mhz_(memory_clock_mhz) {}

private:
    void on_start() override;
    void on_burst(const BurstEvent& event) override;
    double memory_clock_mhz_;
    std::optional<MemoryClock> clock_;
};

} // namespace fracbit::traces

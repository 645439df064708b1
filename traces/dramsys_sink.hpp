// Trace of DRAMSys (`.stl`, absolute times): lines "CYCLE: (BYTES) read|write 0xADDRESS".
//
// Source: tukl-msd/DRAMSys, StlPlayer::parseTraceFile in StlPlayer.cpp (4.0 and 5.x agree): decimal cycle of the
// player's `clkMhz` (what follows the digits is ignored), optional "(BYTES)" with the request's length, command,
// hexadecimal address; lines that start with '#' are comments. Data would follow only with a store mode, which
// needs data we do not trace: run it without storage. Set the player's `clkMhz` to the clock in the header.
#pragma once

#include "traces/file_sink.hpp"
#include "traces/memory_clock.hpp"

#include <optional>

namespace fracbit::traces {

class DramsysSink final : public FileSink {
public:
    /// `player_clock_mhz` 0: cycles of the accelerator's clock.
    explicit DramsysSink(std::string path, double player_clock_mhz = 0)
        : FileSink(std::move(path)), player_clock_mhz_(player_clock_mhz) {}

private:
    void on_start() override;
    void on_burst(const BurstEvent& event) override;
    double player_clock_mhz_;
    std::optional<MemoryClock> clock_;
};

} // namespace fracbit::traces

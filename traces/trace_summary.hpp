// What a trace file says, in a few numbers: for `fracbit inspect`. Read as a stream, in bounded memory.
#pragma once

#include "models/results/simulation_result.hpp"
#include "traces/sink_factory.hpp"

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace fracbit::traces {

struct BlockSummary {
    std::string name;
    std::int64_t stretches = 0;
    models::BlockCycles cycles;
};

struct StreamSummary {
    std::string name; ///< "all" in formats without streams
    std::int64_t reads = 0, writes = 0;
    std::optional<std::int64_t> bytes;         ///< on the bus, where the file says
    std::optional<std::int64_t> payload_bytes; ///< where the file says
};

struct TraceSummary {
    TraceFormat format{};
    std::string network, architecture;          ///< empty where the file does not say
    double clock_mhz = 0;                       ///< 0 where the file does not say
    std::int64_t events = 0;                    ///< rows, value changes, JSON events without metadata, or requests
    std::optional<Cycles> end;                  ///< where the file says
    std::optional<Cycles> last_issue;           ///< dramsim3 and dramsys, on the memory's clock
    std::vector<BlockSummary> blocks;           ///< events and cycles, in the file's order
    std::vector<StreamSummary> streams;         ///< events and the DRAM formats
    std::vector<std::string> signals;           ///< vcd; the queues' columns for cycles
    std::string timescale;                      ///< vcd
    std::int64_t first_time = 0, last_time = 0; ///< vcd, in units of the timescale
};

/// Recognises the kind of trace by content. Throws MissingFileError; FormatError with the line (JSON: the byte) of the
/// damage, also for a trace that was cut off, or a file that is no trace of ours. What Ramulator 2 and DRAMsim3 find no
/// place for in a trace is read from PATH.header.txt if that is there.
TraceSummary read_trace_summary(const std::string& path);

/// A few lines for a terminal, and tables of at most `width` characters.
std::string to_text(const TraceSummary& summary, int width);

} // namespace fracbit::traces

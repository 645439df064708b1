// The signals a VCD can show, and which of them a user chose.
#pragma once

#include "traces/trace_sink.hpp"

#include <string>
#include <string_view>
#include <vector>

namespace fracbit::traces {

enum class VcdKind { layer, state, busy, burst_active, burst_address, burst_write, burst_stream, level };

struct VcdSignal {
    VcdKind kind;
    int index;         ///< block or queue
    std::string scope; ///< "decoder", "burst", "queue"; empty for the top scope
    std::string name;  ///< within its scope
    const char* type;  ///< "wire" or "integer"
    int width;         ///< bits
    /// "decoder.busy": what users write to choose it.
    [[nodiscard]] std::string full_name() const { return scope.empty() ? name : scope + "." + name; }
};

/// All signals of a run, grouped by scope.
std::vector<VcdSignal> vcd_signals(const TraceHeader& header);

/// Those that match one of `patterns` ('*' stands for any text), in the order of `all`. An empty list chooses all.
/// Throws ConfigError, listing the known signals, if a pattern matches none.
std::vector<VcdSignal> choose_signals(const std::vector<VcdSignal>& all, const std::vector<std::string>& patterns);

bool matches_glob(std::string_view text, std::string_view pattern);

} // namespace fracbit::traces

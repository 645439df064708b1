// Traces for the tests of the timeline, and waiting for its thread.
#pragma once

#include "traces/csv_event_sink.hpp"

#include <QString>

#include <string>

namespace fracbit::tests {

inline const std::string sample_trace = FRACBIT_SOURCE_DIR "/traces/samples/sample.events.csv";

/// 100,000 cycles of two layers at 800 MHz: the array is busy for 9 cycles of 10 and then waits for one, the memory
/// channel is busy, the scaler's output is full in cycles 50,000 to 50,100, the decoder is idle; a burst every 10
/// cycles. `tens`: as many tens of cycles; all 10,000 can be on screen exactly at once, 100,000 cannot.
inline void write_long_trace(const std::string& path, int tens = 10'000) {
    using models::BlockId;
    using traces::BlockState;
    traces::CsvEventSink sink(path);
    sink.start({"long", "arch", 800, 64, {"first", "second"}, {}});
    for (int i = 0; i < tens; ++i) {
        const int at = 10 * i;
        const int layer = i < tens / 2 ? 0 : 1;
        sink.block({BlockId::array, BlockState::busy, Cycles(at), Cycles(at + 9), layer});
        sink.block({BlockId::array, BlockState::stall_in, Cycles(at + 9), Cycles(at + 10), layer});
        sink.burst({Cycles(at), Cycles(at + 2), Cycles(at + 7), static_cast<std::uint64_t>(i) * 64, 64, 60, false,
                    models::StreamId::weights, layer});
    }
    const int half = 5 * tens, whole = 10 * tens;
    sink.block({BlockId::memory, BlockState::busy, Cycles(0), Cycles(half), 0});
    sink.block({BlockId::memory, BlockState::busy, Cycles(half), Cycles(whole), 1});
    sink.block({BlockId::scaler, BlockState::busy, Cycles(0), Cycles(half), 0});
    sink.block({BlockId::scaler, BlockState::stall_out, Cycles(half), Cycles(half + 100), 1});
    sink.block({BlockId::scaler, BlockState::busy, Cycles(half + 100), Cycles(half + 10'000), 1});
    sink.block({BlockId::decoder, BlockState::idle, Cycles(0), Cycles(whole), -1});
    sink.finish(Cycles(whole));
}

} // namespace fracbit::tests

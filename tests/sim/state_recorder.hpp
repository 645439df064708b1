// Records what every block did in every cycle, as one letter a cycle: B busy, i stalled on input, o stalled on output,
// . idle.
#pragma once

#include "traces/trace_sink.hpp"

#include <array>
#include <string>
#include <vector>

namespace fracbit::test {

class StateRecorder final : public traces::TraceSink {
public:
    void start(const traces::TraceHeader& begin) override { header = begin; }
    void block(const traces::BlockStretch& stretch) override {
        std::string& line = states[static_cast<std::size_t>(stretch.block)];
        gap_free = gap_free && static_cast<std::int64_t>(line.size()) == stretch.begin.count();
        line.append(static_cast<std::size_t>((stretch.end - stretch.begin).count()), "Bio."[static_cast<int>(stretch.state)]);
    }
    void burst(const traces::BurstEvent& event) override { bursts.push_back(event); }
    void level(const traces::LevelEvent& event) override { levels.push_back(event); }
    void finish(Cycles end) override { finished_at = end; }

    [[nodiscard]] const std::string& of(models::BlockId id) const { return states[static_cast<std::size_t>(id)]; }

    traces::TraceHeader header;
    std::array<std::string, models::block_count> states;
    std::vector<traces::BurstEvent> bursts;
    std::vector<traces::LevelEvent> levels;
    bool gap_free = true;
    Cycles finished_at{-1};
};

} // namespace fracbit::test

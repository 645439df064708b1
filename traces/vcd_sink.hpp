// VCD (IEEE 1364-2001, section 18) of chosen signals, for GTKWave and the like. Signals: traces/README.md. Changes wait
// in a Timeline and are written in time order in `finish`.
#pragma once

#include "traces/file_sink.hpp"
#include "traces/timeline.hpp"
#include "traces/vcd_signals.hpp"

#include <optional>
#include <string>
#include <vector>

namespace fracbit::traces {

class VcdSink final : public FileSink {
public:
    /// `patterns`: signal names, '*' for any text; empty for all. Unknown ones are a ConfigError in `start`, because
    /// the queues are only known there.
    explicit VcdSink(std::string path, std::vector<std::string> patterns = {})
        : FileSink(std::move(path)), patterns_(std::move(patterns)) {}
    [[nodiscard]] std::size_t buffered_bytes() const override;

private:
    struct Value {
        std::uint64_t bits = 0;
        bool floating = false; ///< 'z': nothing to show
        friend bool operator==(const Value&, const Value&) = default;
    };
    struct Shown {
        VcdSignal signal;
        std::string code; ///< the short identifier in the file
        Value last;
    };
    void on_start() override;
    void on_block(const BlockStretch& stretch) override { timeline_->add(stretch); }
    void on_burst(const BurstEvent& event) override { timeline_->add(event); }
    void on_level(const LevelEvent& event) override { timeline_->add(event); }
    void on_finish(Cycles end) override;
    void write_comments();
    void write_declarations();
    void write_changes(std::int64_t cycle);
    static Value value_of(const VcdSignal& signal, const MachineState& state);

    std::vector<std::string> patterns_;
    std::vector<Shown> shown_;
    std::optional<Timeline> timeline_;
    std::string timescale_;
    std::int64_t time_per_cycle_ = 1;
    std::int64_t written_ = 0; ///< cycle of the last change of a shown signal
};

} // namespace fracbit::traces

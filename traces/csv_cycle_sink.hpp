// Per-cycle CSV: one row per cycle, one column per block (its state) and per queue (its level). Schema:
// traces/README.md. Rows are written in `finish`; until then changes wait in a Timeline.
#pragma once

#include "traces/file_sink.hpp"
#include "traces/timeline.hpp"

#include <optional>

namespace fracbit::traces {

class CsvCycleSink final : public FileSink {
public:
    using FileSink::FileSink;
    [[nodiscard]] std::size_t buffered_bytes() const override;

private:
    void on_start() override;
    void on_block(const BlockStretch& stretch) override { timeline_->add(stretch); }
    void on_level(const LevelEvent& event) override { timeline_->add(event); }
    void on_finish(Cycles end) override;
    /// Rows of the cycles [next row, cycle) with the state that holds now.
    void rows_until(std::int64_t cycle);

    std::optional<Timeline> timeline_;
    std::int64_t next_row_ = 0;
};

} // namespace fracbit::traces

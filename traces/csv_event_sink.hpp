// Event CSV: one row per stretch of a block (when it ends) and one per burst. Schema: traces/README.md.
#pragma once

#include "traces/file_sink.hpp"

namespace fracbit::traces {

class CsvEventSink final : public FileSink {
public:
    using FileSink::FileSink;

private:
    void on_start() override;
    void on_block(const BlockStretch& stretch) override;
    void on_burst(const BurstEvent& event) override;
    void on_finish(Cycles end) override;
    std::int64_t rows_ = 0;
};

} // namespace fracbit::traces

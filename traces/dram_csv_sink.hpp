// DRAM requests as CSV: one row per burst, at the cycle at which it issues. Schema: traces/README.md.
#pragma once

#include "traces/clock_time.hpp"
#include "traces/file_sink.hpp"

#include <optional>

namespace fracbit::traces {

class DramCsvSink final : public FileSink {
public:
    using FileSink::FileSink;

private:
    void on_start() override;
    void on_burst(const BurstEvent& event) override;
    void on_finish(Cycles end) override;
    std::optional<ClockTime> clock_;
    std::int64_t rows_ = 0;
};

} // namespace fracbit::traces

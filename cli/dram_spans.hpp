// Notes when each stream of each layer first and last used the memory channel, for the access report.
#pragma once

#include "models/results/report.hpp"
#include "traces/trace_sink.hpp"

#include <array>
#include <optional>
#include <vector>

namespace fracbit::cli {

class DramSpans final : public traces::TraceSink {
public:
    void start(const traces::TraceHeader& header) override { layers_.resize(header.layers.size()); }
    void block(const traces::BlockStretch& stretch) override;
    void burst(const traces::BurstEvent& event) override;
    void level(const traces::LevelEvent&) override {}
    void finish(Cycles) override {}

    /// Spans count from the first cycle of the layer's first run.
    void add_to(models::Report& report) const;

private:
    struct Layer {
        std::optional<Cycles> begin;
        std::array<std::optional<models::DramSpan>, models::stream_count> spans;
    };
    std::vector<Layer> layers_;
};

} // namespace fracbit::cli

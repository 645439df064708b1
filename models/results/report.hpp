// The numbers that a person reads out of a run. docs/reports.md defines each of them, with its unit.
#pragma once

#include "models/config/architecture.hpp"
#include "models/results/layer_facts.hpp"
#include "models/results/simulation_result.hpp"

#include <optional>
#include <string>
#include <vector>

namespace fracbit::models {

/// How often an operand crossed the memory channel, and why it was more than once.
struct OperandFetches {
    StreamId stream{};
    double times = 0; ///< payload bytes / distinct bytes
    std::string why;  ///< empty where it is fetched once
};

/// First and last cycle of a stream's bursts, counted from the layer's first cycle.
struct DramSpan {
    Cycles start, stop;
};

struct LayerReport {
    LayerResult counts;
    LayerFacts facts;
    double share = 0;               ///< of the run's cycles
    std::int64_t products = 0;      ///< MACs x planes: what the array multiplies usefully
    double array_utilization = 0;   ///< vectors x cycles per vector / cycles
    double mapping_efficiency = 0;  ///< products / (vectors x rows x columns); 0 off the array
    double overall_utilization = 0; ///< the product of the two
    std::int64_t bytes = 0;         ///< payload of all streams
    std::int64_t bus_bytes = 0;
    double bytes_per_cycle = 0; ///< bus bytes / cycles
    Cycles memory_cycles;       ///< least cycles for the bus bytes
    Cycles array_cycles;        ///< least cycles for the vectors
    BlockId bottleneck{};       ///< the block that was busy longest
    std::vector<OperandFetches> fetches;
    std::array<std::optional<DramSpan>, stream_count> spans; ///< filled by those who watched the channel
};

struct Report {
    std::string network, architecture_name, engine;
    Architecture architecture;
    std::int64_t images = 1; ///< runs of the network
    double seconds = 0;      ///< wall time
    std::vector<LayerReport> layers;
    LayerReport total; ///< sums; `facts` unused
    /// Simulated cycles a second of wall time; 0 if the clock did not move.
    [[nodiscard]] double cycles_per_second() const;
    /// Time of the run on the machine itself.
    [[nodiscard]] double machine_ms() const;
};

/// `facts`: one entry per layer of `result`. `images`: runs that the counters are summed over.
Report make_report(const Architecture& architecture, const std::string& network, const SimulationResult& result,
                   const std::vector<LayerFacts>& facts, std::int64_t images);

} // namespace fracbit::models

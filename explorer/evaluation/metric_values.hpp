// The formulas of docs/metrics.md.
#pragma once

#include "explorer/metrics/metric.hpp"
#include "models/cost/machine_cost.hpp"

namespace fracbit::explorer {

struct NetworkTiming;

/// Of one run of a network, or of one run of everything. All but energies, and runs that are no whole numbers, are
/// whole numbers.
struct RunTotals {
    double cycles = 0;
    double macs = 0;
    double product_cycles = 0; ///< multiplications, times the cycles that each takes
    double memory_busy = 0;    ///< cycles
    double bus_bytes = 0, weight_bytes = 0;
    double stored_bits = 0, weights = 0; ///< of what is stored once, however often it runs
    double dynamic_pj = 0, memory_pj = 0;
    double seconds = 0;    ///< follows from cycles and clock
    double leakage_pj = 0; ///< follows from seconds

    void take_timing(const NetworkTiming& timing); ///< of one run of one network
    void add_storage(const RunTotals& network);
    void add_timing(const RunTotals& network, double runs);
    void add_energy(const RunTotals& network, double runs); ///< not leakage
};

/// Metrics of networks but those of accuracy. `cells`: rows x columns of the array.
double metric_value(MetricId metric, const RunTotals& totals, double cells);

/// Metrics of the machine.
double machine_metric_value(MetricId metric, const models::MachineCost& machine, double clock_mhz);

} // namespace fracbit::explorer

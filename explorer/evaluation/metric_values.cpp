#include "explorer/evaluation/metric_values.hpp"

#include "explorer/evaluation/network_timing.hpp"

#include <limits>

namespace fracbit::explorer {

void RunTotals::take_timing(const NetworkTiming& timing) {
    cycles = timing.cycles;
    macs = timing.macs;
    product_cycles = timing.product_cycles;
    memory_busy = timing.memory_busy;
    bus_bytes = timing.bus_bytes;
    weight_bytes = timing.weight_bytes;
}

void RunTotals::add_storage(const RunTotals& network) {
    stored_bits += network.stored_bits;
    weights += network.weights;
}

void RunTotals::add_timing(const RunTotals& network, double runs) {
    cycles += runs * network.cycles;
    macs += runs * network.macs;
    product_cycles += runs * network.product_cycles;
    memory_busy += runs * network.memory_busy;
    bus_bytes += runs * network.bus_bytes;
    weight_bytes += runs * network.weight_bytes;
}

void RunTotals::add_energy(const RunTotals& network, double runs) {
    dynamic_pj += runs * network.dynamic_pj;
    memory_pj += runs * network.memory_pj;
}

double metric_value(MetricId metric, const RunTotals& t, double cells) {
    switch (metric) {
    case MetricId::cycles:
        return t.cycles;
    case MetricId::seconds:
        return t.seconds;
    case MetricId::runs_per_second:
        return 1 / t.seconds;
    case MetricId::gmacs_per_second:
        return t.macs / t.seconds * 1e-9;
    case MetricId::utilization:
        return t.product_cycles / (t.cycles * cells);
    case MetricId::memory_busy:
        return t.memory_busy / t.cycles;
    case MetricId::bus_bytes:
        return t.bus_bytes;
    case MetricId::weight_bytes:
        return t.weight_bytes;
    case MetricId::bandwidth_gb_s:
        return t.bus_bytes / t.seconds * 1e-9;
    case MetricId::bits_per_weight:
        return t.weights > 0 ? t.stored_bits / t.weights : 0;
    case MetricId::energy_uj:
        return (t.dynamic_pj + t.leakage_pj + t.memory_pj) * 1e-6;
    case MetricId::energy_on_chip_uj:
        return (t.dynamic_pj + t.leakage_pj) * 1e-6;
    case MetricId::energy_memory_uj:
        return t.memory_pj * 1e-6;
    case MetricId::power_mw:
        return (t.dynamic_pj + t.leakage_pj + t.memory_pj) * 1e-9 / t.seconds;
    default:
        return std::numeric_limits<double>::quiet_NaN();
    }
}

double machine_metric_value(MetricId metric, const models::MachineCost& machine, double clock_mhz) {
    switch (metric) {
    case MetricId::area_mm2:
        return machine.area.total_um2() * 1e-6;
    case MetricId::placed_mm2:
        return machine.placed_um2 * 1e-6;
    case MetricId::decoder_area_mm2:
        return machine.part(models::PartId::decoder).area.total_um2() * 1e-6;
    case MetricId::leakage_mw:
        return machine.leakage_nw * 1e-6;
    case MetricId::max_clock_mhz:
        return 1e6 / machine.slowest_ps;
    case MetricId::meets_clock:
        return machine.slowest_ps <= 1e6 / clock_mhz ? 1 : 0;
    default:
        return std::numeric_limits<double>::quiet_NaN();
    }
}

} // namespace fracbit::explorer

// What is known of a design point once it has been evaluated. Every metric exists for the whole point, and those of
// networks also for each network of the space ("resnet18.cycles").
#pragma once

#include <array>
#include <cstdint>
#include <string>

namespace fracbit::explorer {

enum class MetricId {
    // of a network; for the whole point the sum over all networks, each as often as it runs, or what is said here
    cycles,
    seconds,
    runs_per_second, ///< whole point: of all networks one after the other
    gmacs_per_second,
    utilization,     ///< multiplications / (cycles * rows * columns); bit-serial cycles count as one multiplication's
    memory_busy,     ///< share of the cycles
    bus_bytes,       ///< what the memory channel carried
    weight_bytes,    ///< of them weights and what they need: offsets, patches, masks, CSR entries
    bandwidth_gb_s,  ///< mean use: bus_bytes / seconds
    bits_per_weight, ///< stored bits, all planes and side streams, / weights of array layers
    energy_uj,
    energy_on_chip_uj,
    energy_memory_uj,
    power_mw,
    accuracy,       ///< percent; whole point: of the worst network, by accuracy_ratio, of those that have a table
    accuracy_ratio, ///< accuracy / full-precision accuracy; whole point: the smallest
    accuracy_drop,  ///< full-precision accuracy - accuracy, percentage points; whole point: the largest
    // of the machine
    area_mm2,         ///< of cells
    placed_mm2,       ///< with the room that wires take
    decoder_area_mm2, ///< XOR decoders of all lanes
    leakage_mw,
    max_clock_mhz, ///< of the slowest part
    meets_clock    ///< 0 or 1
};
inline constexpr int metric_count = 23;
inline constexpr int network_metric_count = 17; ///< the first ones

/// Of whole points, or of a network (the first `network_metric_count`).
using MetricValues = std::array<double, metric_count>;

struct MetricInfo {
    const char* name;
    const char* unit;
    const char* meaning;
    bool boolean = false;
};
const MetricInfo& metric_info(MetricId metric);
inline const char* to_string(MetricId metric) { return metric_info(metric).name; }

} // namespace fracbit::explorer
